namespace TierPolicy.Counters;

/// <summary>
/// The event counters of a node, in the order and with the names of <c>/proc/vmstat</c> (Linux, <c>mm/vmstat.c</c>), and those that Linux has not
/// (<c>pgdemote_proactive</c>, <c>pgpromote_fail</c>, <c>pgpromote_pingpong</c>, <c>pgwriteback</c>).
/// </summary>
internal enum VmStatItem
{
    PgAlloc,
    PgFree,
    PgFault,
    PgMajFault,
    PgActivate,
    PgDeactivate,
    PgScanKswapd,
    PgScanDirect,
    PgScanProactive,
    PgStealKswapd,
    PgStealDirect,
    PgStealProactive,
    PgDemoteKswapd,
    PgDemoteDirect,
    PgDemoteProactive,
    PgPromoteSuccess,
    PgPromoteCandidate,
    PgPromoteFail,
    PgPromotePingpong,
    PgMigrateSuccess,
    PgMigrateFail,
    PswpIn,
    PswpOut,
    PgWriteback,
    AllocStall,
    PgRotated,
}
