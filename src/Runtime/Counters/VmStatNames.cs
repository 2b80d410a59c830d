namespace TierPolicy.Counters;

/// <summary>The counters' names as Linux spells them.</summary>
internal static class VmStatNames
{
    public static string Of(VmStatItem item) => item switch
    {
        VmStatItem.PgAlloc => "pgalloc",
        VmStatItem.PgFree => "pgfree",
        VmStatItem.PgFault => "pgfault",
        VmStatItem.PgMajFault => "pgmajfault",
        VmStatItem.PgActivate => "pgactivate",
        VmStatItem.PgDeactivate => "pgdeactivate",
        VmStatItem.PgScanKswapd => "pgscan_kswapd",
        VmStatItem.PgScanDirect => "pgscan_direct",
        VmStatItem.PgScanProactive => "pgscan_proactive",
        VmStatItem.PgStealKswapd => "pgsteal_kswapd",
        VmStatItem.PgStealDirect => "pgsteal_direct",
        VmStatItem.PgStealProactive => "pgsteal_proactive",
        VmStatItem.PgDemoteKswapd => "pgdemote_kswapd",
        VmStatItem.PgDemoteDirect => "pgdemote_direct",
        VmStatItem.PgDemoteProactive => "pgdemote_proactive",
        VmStatItem.PgPromoteSuccess => "pgpromote_success",
        VmStatItem.PgPromoteCandidate => "pgpromote_candidate",
        VmStatItem.PgPromoteFail => "pgpromote_fail",
        VmStatItem.PgPromotePingpong => "pgpromote_pingpong",
        VmStatItem.PgMigrateSuccess => "pgmigrate_success",
        VmStatItem.PgMigrateFail => "pgmigrate_fail",
        VmStatItem.PswpIn => "pswpin",
        VmStatItem.PswpOut => "pswpout",
        VmStatItem.PgWriteback => "pgwriteback",
        VmStatItem.AllocStall => "allocstall",
        VmStatItem.PgRotated => "pgrotated",
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };
}
