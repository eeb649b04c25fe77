"""Every way past the screens, and whether its window is one of practice mode."""

from __future__ import annotations

from tools.tour.first_day import FirstDay
from tools.tour.main_job import MainJob
from tools.tour.new_record import NewRecord
from tools.tour.pictures import PictureJob

WAYS = ((FirstDay, False), (MainJob, True), (NewRecord, True), (PictureJob, True))
