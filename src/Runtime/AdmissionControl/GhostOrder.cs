using System.Numerics;

namespace TierPolicy.AdmissionControl;

/// <summary>
/// The pages that reclaim would demote to a tier, in the order in which they came, and whether they came back in time: for each of several shares of them that might be let through. So it
/// is known what each decision would bring while another is in force, and a workload that changes is learned anew without a page being demoted.
/// </summary>
/// <remarks>
/// Which pages belong to a share depends on the page alone, so that the same pages are let through each time round. Of a large tier only a sample of the pages is followed, chosen by the
/// same number, and the tier is made smaller alike (SHARDS: Waldspurger et al., "Efficient MRC construction with SHARDS", FAST 2015): an order takes some 700 KiB at most, however large
/// the tier is, and 700 bytes for each page of a tier of less than a thousand. Not safe from several threads.
/// </remarks>
internal sealed class GhostOrder
{
    /// <summary>Shares that are compared: all pages, and then each time a factor of the square root of a half, to a 23rd.</summary>
    public const int Shares = 10;

    /// <summary>Pages of the tier that are followed.</summary>
    private const int MaxCapacity = 1024;

    /// <summary>How many times as many pages are remembered: of a sixteenth of the pages, the tier would hold some that came so long ago.</summary>
    private const int Span = 16;

    /// <summary>Pages that came back or did not, until what is known of them counts half: turns of the tier, and a number at least.</summary>
    private const int FadeTurns = 4;

    /// <inheritdoc cref="FadeTurns"/>
    private const int FadeMin = 512;

    private static readonly uint[] Limits = [.. Enumerable.Range(0, Shares).Select(static share => (uint)(uint.MaxValue * ShareOf(share)))];

    private readonly Dictionary<PageId, long> _positions = [];
    private readonly GhostWindow[] _windows = new GhostWindow[Shares];
    private readonly Entry[] _ring;
    private readonly int _shift;
    private int _capacity;
    private long _next;

    /// <param name="capacity">Pages of the tier.</param>
    public GhostOrder(long capacity)
    {
        while (capacity >> _shift > MaxCapacity)
        {
            _shift++;
        }

        _ring = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, (capacity >> _shift) * Span))];
        SetCapacity(capacity);
    }

    /// <summary>What each share came to.</summary>
    public ReadOnlySpan<GhostWindow> Windows => _windows;

    /// <summary>Whether the tier has pages at all just now.</summary>
    public bool IsOnline => _capacity > 0;

    public static double ShareOf(int share) => Math.Pow(2, -share / 2.0);

    /// <summary>Whether a page belongs to a share.</summary>
    public static bool IsIn(int share, uint number) => number <= Limits[share];

    /// <summary>A page's number: evenly spread, always the same for the page (the finaliser of MurmurHash3).</summary>
    public static uint NumberOf(PageId page)
    {
        uint hash = page.Index + 0x9E37_79B9;
        hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>Whether the page is one of the sample that is followed.</summary>
    public bool Follows(uint number) => (number & ((1U << _shift) - 1)) == 0;

    /// <summary>The tier has become larger or smaller; 0: it is off line, and empty when it comes back.</summary>
    public void SetCapacity(long pages)
    {
        _capacity = pages == 0 ? 0 : (int)Math.Clamp(pages >> _shift, 1, _ring.Length / 2);
        if (pages == 0)
        {
            Array.Fill(_windows, new GhostWindow { Tail = _next });
        }
    }

    /// <summary>A page comes that is followed.</summary>
    /// <param name="page">The page.</param>
    /// <param name="number">Its number.</param>
    /// <param name="isWritten">Whether it has to be written where it is not demoted.</param>
    public void Add(PageId page, uint number, bool isWritten)
    {
        if (_positions.TryGetValue(page, out long before))
        {
            // It was not moved when it came before, or its return was not seen.
            Take(page, before);
        }

        if (_next >= _ring.Length)
        {
            ForgetOldest(_next - _ring.Length);
        }

        EntryAt(_next) = new Entry(page, number, isWritten);
        _positions.Add(page, _next);
        _next++;
        if (!IsOnline)
        {
            return;
        }

        for (int share = 0; share < Shares && IsIn(share, number); share++)
        {
            ref GhostWindow window = ref _windows[share];
            window.Live++;
            while (window.Live > _capacity)
            {
                Expire(ref window, share);
            }

            if (window.Hits + window.Expired > Math.Max(FadeMin, FadeTurns * _capacity))
            {
                window.Fade();
            }
        }
    }

    /// <summary>A page that is followed is wanted again.</summary>
    /// <param name="page">The page.</param>
    /// <param name="saved">What is saved in nanoseconds where the tier holds it.</param>
    /// <param name="savedWrite">What is saved besides with a page that had to be written.</param>
    /// <returns>Whether it was remembered.</returns>
    public bool Return(PageId page, double saved, double savedWrite)
    {
        if (!_positions.TryGetValue(page, out long position))
        {
            return false;
        }

        Entry entry = EntryAt(position);
        for (int share = 0; share < Shares && IsIn(share, entry.Number); share++)
        {
            ref GhostWindow window = ref _windows[share];
            if (position >= window.Tail)
            {
                window.Hits++;
                window.Saved += saved + (entry.IsWritten ? savedWrite : 0);
            }
        }

        Take(page, position);
        return true;
    }

    private ref Entry EntryAt(long position) => ref _ring[position & (_ring.Length - 1)];

    /// <summary>A page is remembered no more, as if it never had come.</summary>
    private void Take(PageId page, long position)
    {
        ref Entry entry = ref EntryAt(position);
        for (int share = 0; share < Shares && IsIn(share, entry.Number); share++)
        {
            ref GhostWindow window = ref _windows[share];
            window.Live -= position >= window.Tail ? 1 : 0;
        }

        _positions.Remove(page);
        entry = default;
    }

    private void Expire(ref GhostWindow window, int share)
    {
        ref Entry entry = ref EntryAt(window.Tail++);
        if (entry.Page != default && IsIn(share, entry.Number))
        {
            window.Live--;
            window.Expired++;
            window.Turned++;
        }
    }

    private void ForgetOldest(long position)
    {
        for (int share = 0; share < Shares; share++)
        {
            while (_windows[share].Tail <= position)
            {
                Expire(ref _windows[share], share);
            }
        }

        ref Entry entry = ref EntryAt(position);
        if (entry.Page != default)
        {
            _positions.Remove(entry.Page);
            entry = default;
        }
    }

    private readonly record struct Entry(PageId Page, uint Number, bool IsWritten);
}
