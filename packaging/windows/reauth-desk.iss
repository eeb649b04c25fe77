; Inno Setup 6.3 or newer: the installer for Windows, from the folder that build.spec makes.
;
;   ISCC.exe /DVersion=0.1.0 packaging\windows\reauth-desk.iss
;
; Written after https://jrsoftware.org/ishelp and not run where it was written.
; This file is UTF-8 with a byte order mark: without the mark Inno Setup would read it as ANSI.

#ifndef Version
  #error Say /DVersion=...
#endif
#define Name "重审助手"
#define Root "..\.."

[Setup]
AppId={{6E0B0B0B-7B57-4F0E-9C86-5C1B7C0B6A55}
AppName={#Name}
AppVersion={#Version}
AppPublisher=Reauth Desk contributors
; Into Program Files, where no other program can put files beside ours. Who may not install there
; can choose an installation for this user alone.
PrivilegesRequired=admin
PrivilegesRequiredOverridesAllowed=dialog
DefaultDirName={autopf}\Reauth Desk
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Qt 6.9 asks for Windows 10 1809.
MinVersion=10.0.17763
ChangesAssociations=yes
CloseApplications=yes
Compression=lzma2/max
SolidCompression=yes
LicenseFile={#Root}\LICENSE
OutputDir={#Root}\dist
OutputBaseFilename=reauth-desk_{#Version}_setup
SetupIconFile={#Root}\build\build\made\icons\reauth-desk.ico
UninstallDisplayIcon={app}\reauth-desk.exe
UninstallDisplayName={#Name}
VersionInfoVersion={#Version}
WizardStyle=modern

[LangOptions]
LanguageName=简体中文
LanguageID=$0804
DialogFontName=Microsoft YaHei UI

; The messages that are seen in an ordinary installation; the rest stays English.
[Messages]
SetupAppTitle=安装
SetupWindowTitle=安装 - %1
UninstallAppTitle=卸载
UninstallAppFullTitle=卸载 %1
ButtonBack=< 上一步(&B)
ButtonNext=下一步(&N) >
ButtonInstall=安装(&I)
ButtonCancel=取消
ButtonFinish=完成(&F)
ButtonYes=是(&Y)
ButtonNo=否(&N)
ButtonOK=确定
ButtonBrowse=浏览(&B)…
WelcomeLabel1=欢迎安装 [name]
WelcomeLabel2=将在这台电脑上安装 [name/ver]。%n%n安装前请先关闭正在运行的重审助手。
WizardLicense=许可协议
LicenseLabel=请先阅读下面的说明。
LicenseLabel3=请阅读下面的许可协议，同意后才能继续安装。
LicenseAccepted=我同意(&A)
LicenseNotAccepted=我不同意(&D)
WizardSelectDir=选择安装位置
SelectDirDesc=要把 [name] 安装在哪里？
SelectDirLabel3=[name] 将安装到下面的文件夹。
SelectDirBrowseLabel=点「下一步」继续；想换文件夹，点「浏览」。
DiskSpaceMBLabel=至少需要 [mb] MB 空闲的磁盘空间。
WizardSelectTasks=选择附加选项
SelectTasksDesc=还要做些什么？
SelectTasksLabel2=选择需要的选项，然后点「下一步」。
WizardReady=可以安装了
ReadyLabel1=准备好在这台电脑上安装 [name]。
ReadyLabel2a=点「安装」继续；想检查或修改，点「上一步」。
ReadyLabel2b=点「安装」继续。
WizardInstalling=正在安装
InstallingLabel=正在安装 [name]，请稍候。
FinishedHeadingLabel=[name] 安装好了
FinishedLabelNoIcons=[name] 已经安装在这台电脑上。
FinishedLabel=[name] 已经安装在这台电脑上，可以从开始菜单打开。
ClickFinish=点「完成」退出。
ExitSetupTitle=退出安装
ExitSetupMessage=安装还没有完成。现在退出的话，程序不会安装。%n%n确定要退出吗？
ConfirmUninstall=确定要从这台电脑上移除 %1 吗？你填写的内容会保留。
UninstalledAll=%1 已经从这台电脑上移除。
StatusExtractFiles=正在复制文件…
StatusCreateIcons=正在创建快捷方式…
StatusUninstalling=正在移除 %1…

[Tasks]
Name: desktopicon; Description: "在桌面上放一个图标"
Name: association; Description: "双击草稿文件（.reauth）时用重审助手打开"

[Files]
Source: "{#Root}\dist\reauth-desk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

; Nothing of an older version stays: a library that is no longer part of it could still be loaded.
[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\reauth-desk.exe"
Name: "{group}\{#Name}（演练）"; Filename: "{app}\reauth-desk.exe"; Parameters: "--practice"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\reauth-desk.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.reauth\OpenWithProgids"; ValueType: string; ValueName: "ReauthDesk.Draft"; ValueData: ""; Flags: uninsdeletevalue; Tasks: association
Root: HKA; Subkey: "Software\Classes\ReauthDesk.Draft"; ValueType: string; ValueData: "重审助手草稿"; Flags: uninsdeletekey; Tasks: association
Root: HKA; Subkey: "Software\Classes\ReauthDesk.Draft\DefaultIcon"; ValueType: string; ValueData: "{app}\reauth-desk.exe,0"; Tasks: association
Root: HKA; Subkey: "Software\Classes\ReauthDesk.Draft\shell\open\command"; ValueType: string; ValueData: """{app}\reauth-desk.exe"" ""%1"""; Tasks: association

[Run]
Filename: "{app}\reauth-desk.exe"; Description: "打开重审助手"; Flags: nowait postinstall skipifsilent runasoriginaluser
