"""Text in, findings out: service catalogue, prompt readers, document readers and recognizers.

Nothing here imports mitmproxy or a database; the same functions serve the proxy, files, HAR and logs.

Matrices are tiny here: a second thread only makes workers wait for each other. NumPy reads the setting when
it is first imported, so it stands before anything of this package imports NumPy.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
