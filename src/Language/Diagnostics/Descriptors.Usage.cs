namespace TierPolicy.Language.Diagnostics;

// Use of the runtime: what a program does with its leases. C# can be checked no further than it can be followed, so these are no errors.
public static partial class Descriptors
{
    /// <summary>A lease holds a frame, and one for writing holds the page, until it is disposed.</summary>
    public static readonly DiagnosticDescriptor LeaseNotDisposed = Warning("TP0501", "Lease that is not disposed", "this {0} is not disposed{1}: {2}");

    /// <summary>A lease remembers that it has ended, and a copy of it does not.</summary>
    public static readonly DiagnosticDescriptor LeaseCopied = Warning("TP0502", "Copied lease", "'{0}' is copied, and ended here too: a lease that ends twice gives away what others use");

    /// <summary>The memory behind a span belongs to another page once the lease has ended.</summary>
    public static readonly DiagnosticDescriptor SpanOutlivesLease = Warning("TP0503", "Span that outlives its lease", "what '{0}' gave is used after it has ended: another page may be there by then");

    /// <summary>A page that must come up from a file or from swap holds the thread meanwhile.</summary>
    public static readonly DiagnosticDescriptor BlockingPageIn = Information("TP0504", "Blocking page-in in async code", "'{0}' is async, and 'Read' holds its thread while the page comes up; '{1}' does not");

    /// <summary>Who waits for another with a page in hand may wait for one who waits for the page.</summary>
    public static readonly DiagnosticDescriptor WaitWithWriteLease = Warning("TP0505", "Wait with a write lease", "'{0}' holds the thread while '{1}' holds its page: other writers of the page wait too, perhaps those that are waited for");
}
