"""The searches behind `solve.py`, one for each way of moving."""
