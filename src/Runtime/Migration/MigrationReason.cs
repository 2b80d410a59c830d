namespace TierPolicy.Migration;

/// <summary>Why pages migrate (Linux, <c>enum migrate_reason</c>; demotion as the January 2021 series added it).</summary>
internal enum MigrationReason
{
    /// <summary>Reclaim moves a page down instead of dropping it.</summary>
    Demotion,

    /// <summary>Use brings a page back up.</summary>
    Promotion,

    /// <summary>The page's node goes off line.</summary>
    Offline,

    /// <summary>The program asked for it.</summary>
    Request,
}
