using System.Diagnostics;
using TierPolicy.Traces;

namespace TierPolicy.Tool.Tracing;

/// <summary>
/// Runs a program under valgrind's lackey and packs what that says of its accesses while it runs: nothing of it lies on a disk, and what the program reads and writes is its own.
/// </summary>
internal static class LackeyRun
{
    /// <param name="valgrind">Valgrind's file.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="output">The trace to write.</param>
    /// <param name="options">How lackey's output is folded.</param>
    /// <returns>What the trace holds, and what the program ended with.</returns>
    /// <exception cref="IOException">The trace cannot be written, or valgrind said nothing that makes one.</exception>
    public static (LackeyPackResult Packed, int ExitCode) Record(string valgrind, IReadOnlyList<string> command, string output, LackeyOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tierpolicy-");
        try
        {
            string pipe = Path.Combine(folder.FullName, "lackey");
            MakePipe(pipe);
            using Process process = Start(valgrind, pipe, command);
            try
            {
                // Opening a pipe waits for its other end: where valgrind ends without having opened it, someone else must.
                Task opened = Task.Run(() => OpenOtherEndAfter(process, pipe));
                LackeyPackResult packed;
                using (FileStream lackey = new(pipe, FileMode.Open, FileAccess.Read))
                {
                    packed = LackeyPacker.Pack(lackey, output, options);
                }

                process.WaitForExit();
                opened.Wait();
                return (packed, process.ExitCode);
            }
            catch
            {
                // Nobody reads what it says any more.
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }

                throw;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string valgrind, string pipe, IReadOnlyList<string> command)
    {
        // A child that the program forks would write into the same pipe, in the midst of its lines.
        ProcessStartInfo start = new(valgrind) { ArgumentList = { "--tool=lackey", "--trace-mem=yes", "--child-silent-after-fork=yes", $"--log-file={pipe}" } };
        foreach (string word in command)
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start)!;
    }

    private static void OpenOtherEndAfter(Process process, string pipe)
    {
        process.WaitForExit();
        if (File.Exists(pipe))
        {
            // Opened for both, a pipe does not wait.
            using FileStream other = new(pipe, FileMode.Open, FileAccess.ReadWrite);
        }
    }

    private static void MakePipe(string path)
    {
        using Process mkfifo = Process.Start(new ProcessStartInfo("mkfifo") { ArgumentList = { path } })!;
        mkfifo.WaitForExit();
        if (mkfifo.ExitCode != 0)
        {
            throw new IOException($"'{path}' cannot be made for what valgrind says: mkfifo ended with {mkfifo.ExitCode}");
        }
    }
}
