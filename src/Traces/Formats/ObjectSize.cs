namespace TierPolicy.Traces;

/// <summary>
/// The rule for objects: each is one page. An object of no bytes, or of more than a page has, is refused unless sizes do not count.
/// </summary>
internal readonly struct ObjectSize(string name, int pageSize, bool ignores)
{
    /// <param name="size">The object's bytes.</param>
    /// <param name="offset">Where the record begins.</param>
    /// <param name="access">Which access of those at this offset it is, where they have no offsets of their own.</param>
    public void Check(ulong size, long offset, int? access = null)
    {
        if (size - 1 >= (ulong)pageSize && !ignores)
        {
            throw Refused(size, offset, access);
        }
    }

    private TraceFormatException Refused(ulong size, long offset, int? access)
    {
        string which = access is null ? "" : $" in access {access} of the block";
        return new(name, offset, $"expected an object of 1 to {pageSize} bytes (a page){which}, found one of {size}; take each for one page with --ignore-size, or larger pages with --page");
    }
}
