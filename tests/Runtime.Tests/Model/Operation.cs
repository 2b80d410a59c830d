namespace TierPolicy.Runtime.Tests.Model;

/// <summary>What a program may do with a memory.</summary>
internal enum Operation
{
    Allocate,
    AllocateFile,
    Free,
    Read,
    ReadMany,
    ReadAsync,
    TryCopy,
    Pin,
    Unpin,
    Write,
    Discard,
    Flush,
    FlushAsync,
    PageOut,
    Migrate,
    Reclaim,
    Offline,
    Online,
    Mode,
    ModeText,
    Look,
    Rent,
    Return,
    Array,
    Time,
}
