"""What a notebook calls. Importing it is cheap: matplotlib and IPython load when something is drawn or shown."""

from labsupport.lab.attempt import exercise
from labsupport.lab.claims import claim
from labsupport.lab.figures import figure
from labsupport.lab.hints import hint
from labsupport.lab.prose import say
from labsupport.lab.quiz import review
from labsupport.lab.records import record
from labsupport.lab.session import begin
from labsupport.lab.tables import failure_lab, table

__all__ = ["begin", "claim", "exercise", "failure_lab", "figure", "hint", "record", "review", "say", "table"]
