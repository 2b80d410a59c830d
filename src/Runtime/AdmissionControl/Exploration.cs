namespace TierPolicy.AdmissionControl;

/// <summary>
/// Which of the pages that are refused are let through all the same, so that what becomes of them is learned from real ones too: many at first, few later, and never so many that their copies cost
/// much of what the misses cost anyway.
/// </summary>
internal struct Exploration()
{
    private const int MinPeriod = 32;
    private const int MaxPeriod = 4096;

    /// <summary>The copies may cost this share of what the misses cost, at first.</summary>
    private const double EarlyShare = 0.02;

    /// <summary>And this one when much has been let through.</summary>
    private const double LateShare = 0.0005;

    /// <summary>Pages let through until they become half as many.</summary>
    private const int PagesAtOneRate = 32;

    private int _until = MinPeriod;
    private int _period = MinPeriod;
    private int _pages;

    /// <summary>Whether a page that is refused is one to let through.</summary>
    public bool IsDue() => --_until < 0;

    /// <summary>One was let through; says when the next will be.</summary>
    /// <param name="copy">What its copy cost.</param>
    /// <param name="miss">What a miss costs.</param>
    public void Plan(double copy, double miss)
    {
        if (++_pages % PagesAtOneRate == 0)
        {
            _period = Math.Min(_period * 2, MaxPeriod);
        }

        // A store that costs nothing gives infinity, which is clamped.
        double early = copy / (EarlyShare * miss);
        double late = copy / (LateShare * miss);
        _until = (int)Math.Clamp(Math.Clamp(_period, early, late), MinPeriod, MaxPeriod);
    }

    /// <summary>What was learned does not hold any more.</summary>
    public void Restart() => (_period, _pages) = (MinPeriod, 0);
}
