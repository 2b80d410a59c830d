using System.Runtime.InteropServices;

namespace TierPolicy.Pages;

/// <summary>What is known of a page that readers do not need, but where an access is noticed: reached by its <see cref="PageDescriptor"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PageRecord
{
    public long LastAccess;

    public long Arrived;

    public long StoreKey;

    public uint Previous;

    public uint Next;
}
