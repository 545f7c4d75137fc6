"""The Dutch name model: lists, training text, training script, weights and how they are used.

The model's matrices are tiny: a second thread only makes workers wait for each other. NumPy reads the setting
when it is first imported, so it stands here, before anything of this package imports NumPy.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
