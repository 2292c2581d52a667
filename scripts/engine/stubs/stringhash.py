# New in one of Debian's patches, which are applied to existing files only: names a folder for Rust.
import hashlib
import sys

print(hashlib.md5(sys.argv[1].encode()).hexdigest()[:8])
