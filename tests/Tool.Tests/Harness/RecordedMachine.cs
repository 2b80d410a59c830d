namespace TierPolicy.Tool.Tests.Harness;

/// <summary>
/// What a kernel showed of a machine, as files again. <c>guest record</c> in a virtual machine of tests/Kernel prints such text: a line "== PATH" before each file's, "=> TARGET" for that of a link.
/// </summary>
internal static class RecordedMachine
{
    /// <summary>Unpacks a machine of <c>Machines</c> into a folder, for <c>--root</c>.</summary>
    public static string Unpack(TemporaryFolder folder, string name)
    {
        foreach (string file in File.ReadAllText(Repository.PathOf("tests", "Tool.Tests", "Machines", name + ".txt")).ReplaceLineEndings("\n").Split("== ", StringSplitOptions.RemoveEmptyEntries))
        {
            int end = file.IndexOf('\n', StringComparison.Ordinal);
            Set(folder, file[..end], file[(end + 1)..]);
        }

        return folder.PathOf("machine");
    }

    /// <summary>Has it show something else.</summary>
    public static void Set(TemporaryFolder folder, string path, string text)
    {
        string name = "machine" + path;
        if (text.StartsWith("=> ", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(name))!);
            File.CreateSymbolicLink(folder.PathOf(name), text[3..].Trim());
        }
        else
        {
            folder.Write(name, text);
        }
    }

    public static string Get(TemporaryFolder folder, string path) => File.ReadAllText(folder.PathOf("machine" + path)).Trim();
}
