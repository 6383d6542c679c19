// Holds a file as other programs do: virus scanners, clients of clouds, Excel, backup programs.
//
//   hold-file FILE ACCESS SHARE SECONDS
//
// ACCESS and SHARE are letters of r (read), w (write), d (delete), or - for none. SHARE is what others may do
// with the file meanwhile. An l in ACCESS locks all of its bytes as well; a folder can be held, too.
// Says "held" when it holds it, and ends after so many seconds, or when it is killed.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

int wmain(int count, wchar_t **given) {
  if (count != 5) return 2;
  DWORD access = 0, share = 0;
  if (wcschr(given[2], L'r')) access |= GENERIC_READ;
  if (wcschr(given[2], L'w')) access |= GENERIC_WRITE;
  if (wcschr(given[2], L'd')) access |= DELETE;
  if (wcschr(given[3], L'r')) share |= FILE_SHARE_READ;
  if (wcschr(given[3], L'w')) share |= FILE_SHARE_WRITE;
  if (wcschr(given[3], L'd')) share |= FILE_SHARE_DELETE;
  HANDLE file = CreateFileW(given[1], access, share, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
  if (file == INVALID_HANDLE_VALUE) {
    fprintf(stderr, "not held: error %lu\n", GetLastError());
    return 1;
  }
  if (wcschr(given[2], L'l')) {
    OVERLAPPED from = {0};
    if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, MAXDWORD, 0x7fffffff, &from)) {
      fprintf(stderr, "not locked: error %lu\n", GetLastError());
      return 1;
    }
  }
  printf("held\n");
  fflush(stdout);
  Sleep((DWORD)(_wtof(given[4]) * 1000));
  CloseHandle(file);
  return 0;
}
