"""Becomes an engine: gives up root, ties its life to the parent's, and replaces itself by the program.

Run as a script: `python -I -S launch.py SIGNAL PARENT UID GID PASS_FOLDERS PROGRAM ARGUMENT…`, for code
between fork and exec is not safe in a process with threads. It uses the standard library only.
"""

import ctypes
import os
import sys

# linux/prctl.h, linux/securebits.h and linux/capability.h
PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP = 28, 1 << 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_READ_SEARCH = 2


def keep_passage(libc: ctypes.CDLL) -> None:
    """Keep, through setuid and exec, the right to pass folders that are closed to the new account."""
    bit = 1 << CAP_DAC_READ_SEARCH
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    wanted = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)  # effective, permitted, inheritable; low, then high words
    if libc.capset(header, wanted) or libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0):
        sys.exit(f"cannot keep the right to pass closed folders: {os.strerror(ctypes.get_errno())}")


def main() -> None:
    """Drop rights, set the signal to receive when the parent ends, and exec."""
    death_signal, parent, uid, gid, pass_folders = (int(word) for word in sys.argv[1:6])
    libc = ctypes.CDLL(None, use_errno=True)
    if uid >= 0:
        # Else setuid would take the right away at once, and later access(2) would judge without it.
        if pass_folders and libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0):
            sys.exit("cannot keep the right to pass closed folders")
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        if pass_folders:
            keep_passage(libc)
    os.umask(0o077)
    if sys.platform == "linux":
        # After setuid, which clears it. Elsewhere the next start ends what a killed parent left behind.
        libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the parent ended before the engine began")
    os.execv(sys.argv[6], sys.argv[6:])


if __name__ == "__main__":
    main()
