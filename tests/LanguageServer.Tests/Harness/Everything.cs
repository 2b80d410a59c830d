namespace TierPolicy.LanguageServer.Tests.Harness;

/// <summary>A file that has every word of the language in every place where it can stand.</summary>
internal static class Everything
{
    public const string Text = """
        namespace A.B;
        // a comment with when and 3GiB
        internal topology T
        { /* when
             page */
            page 4KiB;
            tier Fast { node Dram : dram { capacity 1_024MiB; cpus 0-3,8; numa 0; bind preferred; price 0.25; adistance 5; latency 90ns; bandwidth 10GiB/s; } node H : hbm { capacity 1TiB; bind strict; cpus; } }
            tier Slow
            {
                node Cxl
                    : cxl { capacity 1GiB; hotplug; }
                node page : pmem { capacity 1GiB; bandwidth 10GB/s; }
                node when_ : dax { capacity 1GB; path "a \" // no comment"; }
            }
            tier Last { node Z : compressed { capacity 1GiB; codec zstd; } node Y : compressed { capacity 1GiB; codec lz4; } node F : file { capacity 1KB; path "x"; durable; } node R : remote { capacity 1B; endpoint "x"; } }
            node Outside : dram { capacity 1TB; }
            swap { path "s"; capacity 1GiB; latency 1us; bandwidth 1KiB/s; } store { latency 2ms; bandwidth 1MB/s; }
            distance { Dram page Dram 10 20 page 20 10 }
        }
        policy P on A.B.T
        {
            reclaim zone | write | unmap | migrate;
            order tiers; order nearest; order exclusive; order manual;
            aging twolist; aging lru; aging clock; aging sieve; aging s3fifo;
            admission always; admission adaptive;
            watermarks Fast, page { min 0; low 0.5%; high 1MiB; promo 3%; }
            keep when page.tag == 1 and not page.dirty or true or false;
            keep page when Some.Static.Method(page) and source.free < 2% and target.free > 3%;
            discard when page.kind == file and page.age < 50ms or page.kind == anon;
            demote Fast, page -> Slow when page.idle >= 5min or page.accesses != 4 and page.domain == file;
            demote * -> Last when page.domain == none and page.idle > 1h;
            proactive Slow when page.idle > 2s limit 1KB/s;
            promote Slow -> Fast limit 1MiB/s; promote Slow -> Fast when page.accesses >= 2 limit 1TiB/s;
            promote Slow -> Fast limit 1B/s; promote Slow -> Fast limit 1TB/s;
            domain file { limit 1MB; nodes Dram, page; demotion on; } domain b { demotion off; } domain c { demotion limit; }
            assert offline(Cxl): Dram -> Cxl -> none;
            expect Dram { idle 3s; age 3ms; accesses 3; dirty; kind anon; domain file; tag 3; source.free 3%; target.free 3%; } -> keep;
            expect page { kind file; dirty true; domain none; Some.Static.Method false; } -> discard;
            expect page { } -> demote Cxl;
            expect trace "t" { hits > 1; }
        }
        """;
}
