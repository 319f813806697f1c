"""Give LD_LIBRARY_PATH back: the programs this one starts must load their own libraries.

The loader of the frozen program sets it to the folder of its own ones and starts itself anew.
"""

import os

before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if before is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = before
