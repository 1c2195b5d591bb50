// What Rust's programs ask Windows for random numbers, and Wine 8 does not have: bcryptprimitives.dll.
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); // in advapi32.dll; also known as RtlGenRandom

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    return SystemFunction036(data, length);
}
