using System.Text;
using CsCheck;

namespace TierPolicy.Traces.Tests;

/// <summary>Traces of every format with bytes changed, cut out, doubled and put in: read, or refused in one line, with no more memory than they are worth.</summary>
public sealed class MutatedTraceTests : IDisposable
{
    private const int Most = 100_000;

    private static readonly (string Name, byte[] Bytes)[] Seeds = [.. MakeSeeds()];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_is_done_to_a_trace_it_is_read_or_refused_in_one_line() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1 << 20], Gen.Int[0, 40], Gen.Byte).Array[1, 6]).Sample(
            (seed, changes) =>
            {
                string path = _folder.Write(Seeds[seed].Name, Mutate(Seeds[seed].Bytes, changes));
                try
                {
                    using TraceReader reader = TraceFile.Open(path, new TraceReadOptions { IgnoreSize = changes.Length % 2 == 0 });
                    long last = 0;
                    foreach (TraceAccess access in reader.ReadAll().Take(Most))
                    {
                        Assert.InRange(access.Time, last, long.MaxValue);
                        last = access.Time;
                    }
                }
                catch (TraceFormatException e)
                {
                    Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
                    Assert.Contains("expected", e.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', e.Message);
                }
            },
            iter: int.Parse(Environment.GetEnvironmentVariable("TIERPOLICY_MUTANTS") ?? "4000", System.Globalization.CultureInfo.InvariantCulture),
            threads: 1);

    private static byte[] Mutate(byte[] sound, (int Kind, int At, int Length, byte Value)[] changes)
    {
        List<byte> bytes = [.. sound];
        foreach ((int kind, int place, int length, byte value) in changes)
        {
            int at = bytes.Count == 0 ? 0 : place % bytes.Count;
            int count = Math.Min(length, bytes.Count - at);
            switch (kind)
            {
                case 0:
                    bytes.RemoveRange(at, count);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 2:
                    bytes.Insert(at, value);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    if (at < bytes.Count)
                    {
                        bytes[at] ^= value;
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    private static IEnumerable<(string Name, byte[] Bytes)> MakeSeeds()
    {
        TraceAccess[] accesses = [.. Enumerable.Range(0, 200).Select(i => new TraceAccess((ulong)(i * 31 % 50), i % 3 == 0) { Kind = TracePageKind.File, Size = (uint)i + 1, Time = i * 1000L })];
        var stream = new MemoryStream();
        using (TraceWriter writer = TraceWriter.Create(stream, new TraceWriterOptions { Columns = TraceColumns.All, BlockAccesses = 64 }))
        {
            writer.Write(accesses);
            writer.Complete();
        }

        byte[] oracle = [.. Enumerable.Range(0, 50).SelectMany(i => (byte[])[.. BitConverter.GetBytes(i), .. BitConverter.GetBytes((long)i % 7), .. BitConverter.GetBytes(100), .. BitConverter.GetBytes(-1L)])];
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(accesses.Select(access => $"{(access.Page % 3 == 0 ? "key-" : "")}{access.Page}\n")));
        byte[] csv = Encoding.UTF8.GetBytes("time,key,op,kind,domain,tag,size\n" + string.Concat(accesses.Select(access => $"{access.Time},{access.Page},{(access.IsWrite ? 'w' : 'r')},file,1,2,{access.Size}\n")));
        byte[] msr = Encoding.UTF8.GetBytes(string.Concat(accesses.Select(access => $"{128166372003061629 + access.Time},hm,1,{(access.IsWrite ? "Write" : "Read")},{access.Page * 512},{access.Size * 512},10\n")));
        byte[] lackey = Encoding.UTF8.GetBytes("==7== Lackey, a tool\n" + string.Concat(accesses.Select(access => $" {(access.IsWrite ? 'S' : 'L')} {access.Page:x}fff,8\n")));
        return [
            ("a.tptrace", stream.ToArray()), ("1.tptrace", Version1.Bytes(accesses)), ("a.tptrace.gz", Tp64.Gzip(stream.ToArray())), ("a.tptrace.zst", Zstd.Pack(stream.ToArray())),
            ("a.tp64", Tp64.Bytes(accesses)), ("a.tp64.gz", Tp64.Gzip(Tp64.Bytes(accesses))), ("a.tp64.zst", Zstd.Pack(Tp64.Bytes(accesses))),
            ("a.oracleGeneral", oracle), ("a.oracleGeneral.zst", Zstd.Pack(oracle)), ("a.txt", text), ("a.csv", csv), ("a.csv.zst", Zstd.Pack(csv)), ("msr", msr), ("lackey", lackey)];
    }
}
