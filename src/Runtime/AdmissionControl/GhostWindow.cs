namespace TierPolicy.AdmissionControl;

/// <summary>A tier as it would be if a share of the pages that are offered were demoted to it: which of them it would hold, how many would have come back, and how many not.</summary>
internal struct GhostWindow
{
    /// <summary>The position of the oldest page that it would hold.</summary>
    public long Tail;

    /// <summary>Pages that it would hold.</summary>
    public int Live;

    /// <summary>Pages that came back while it would have held them. This and the next two fade.</summary>
    public double Hits;

    /// <summary>Nanoseconds that would have been saved with them.</summary>
    public double Saved;

    /// <summary>Pages that it would have had to let go before they came back.</summary>
    public double Expired;

    /// <summary>As <see cref="Expired"/>, from the beginning.</summary>
    public long Turned;

    public void Fade()
    {
        Hits /= 2;
        Saved /= 2;
        Expired /= 2;
    }
}
