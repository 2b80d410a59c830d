using System.Runtime.InteropServices;
using TierPolicy.Traces;

namespace TierPolicy.Simulation.Benchmarks;

/// <summary>
/// Accesses that are simulated a second, by one thread, from libCacheSim's own binary format; beside them a bare loop that reads the same records and looks each page up in a hash table. Both
/// in turn, in one process, and by the processor's time, so that what else the machine does matters little.
/// </summary>
internal static class SpeedReport
{
    private const int RecordLength = 24;

    public static void Run(string[] traces, int rounds)
    {
        Console.WriteLine($"{"trace",-20} {"policy",-12} {"M accesses/s",12} {"bare loop",10} {"ratio",6} {"hit ratio",10}");
        foreach (string trace in traces)
        {
            using BinaryTrace file = new(trace);
            foreach (Type policy in (Type[])[typeof(Lru), typeof(EightRules)])
            {
                double bare = 0;
                double simulated = 0;
                SimulationResult? result = null;
                for (int round = 0; round <= rounds; round++)
                {
                    double bareRate = file.Accesses / Seconds(() => BareLoop(file.Path));
                    double rate = file.Accesses / Seconds(() => result = Simulator.Run(policy, [file.Path], file.SettingsOf(policy)));

                    // The first is for the compiler.
                    bare = round == 0 ? 0 : Math.Max(bare, bareRate);
                    simulated = round == 0 ? 0 : Math.Max(simulated, rate);
                }

                Console.WriteLine(FormattableString.Invariant($"{trace,-20} {policy.Name,-12} {simulated / 1e6,12:0.00} {bare / 1e6,10:0.00} {simulated / bare,6:0.000} {1 - result!.MissRatio,10:0.0000}"));
            }
        }
    }

    public static void Repeat(string trace, Type policy, int times)
    {
        using BinaryTrace file = new(trace);
        for (int i = 0; i < times; i++)
        {
            double seconds = Seconds(() => Simulator.Run(policy, [file.Path], file.SettingsOf(policy)));
            Console.WriteLine(FormattableString.Invariant($"{file.Accesses / seconds / 1e6:0.00} M/s"));
        }
    }

    /// <summary>Seconds of processor time, of all threads of the process.</summary>
    public static double Seconds(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static int BareLoop(string path)
    {
        Dictionary<ulong, int> pages = [];
        byte[] buffer = new byte[RecordLength * 4096];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        for (int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false); length > 0; length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))
        {
            for (int at = 0; at < length; at += RecordLength)
            {
                ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(pages, BitConverter.ToUInt64(buffer, at + 4), out _);
                count++;
            }
        }

        return pages.Count;
    }
}

/// <summary>A trace of <c>shared/traces</c> as libCacheSim has it.</summary>
internal sealed class BinaryTrace : IDisposable
{
    private readonly SimulationSettings _single;
    private readonly SimulationSettings _ladder;

    public BinaryTrace(string trace)
    {
        string source = Find($"{trace}.tp64.gz") ?? throw new FileNotFoundException($"There is no shared/traces/{trace}.tp64.gz here.");
        HashSet<ulong> pages = [];
        using TraceReader reader = TraceFile.Open(source);
        using BinaryWriter writer = new(new BufferedStream(File.Create(Path)));
        foreach (TraceAccess access in reader.ReadAll())
        {
            writer.Write(0u);
            writer.Write(access.Page);
            writer.Write(1u);
            writer.Write(-1L);
            pages.Add(access.Page);
            Accesses++;
        }

        long tenth = Math.Max(1, pages.Count / 10);
        _single = new SimulationSettings { IgnoreSize = true, CapacityPages = new Dictionary<string, long> { ["Dram"] = tenth } };
        _ladder = _single with { CapacityPages = new Dictionary<string, long> { ["Dram"] = tenth, ["Cxl"] = tenth, ["Pmem"] = tenth } };
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"tierpolicy-{Guid.NewGuid():N}.oracleGeneral");

    public long Accesses { get; }

    /// <summary>A tenth of the pages on each node.</summary>
    public SimulationSettings SettingsOf(Type policy) => policy == typeof(Lru) ? _single : _ladder;

    public static string? Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "shared", "traces", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    public void Dispose() => File.Delete(Path);
}
