using System.Text;
using SharpFuzz;
using TierPolicy.Fuzz;

// README.md says how to use it.
switch (args)
{
    case ["afl"]:
        Fuzzer.OutOfProcess.Run((string text) => Run(text));
        return 0;
    case ["libfuzzer"]:
        Fuzzer.LibFuzzer.Run(bytes => Run(Encoding.UTF8.GetString(bytes)));
        return 0;
    case ["replay", .. string[] files] when files.Length > 0:
        foreach (string file in files)
        {
            Run(File.ReadAllText(file));
            Console.WriteLine($"{file}: fine");
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: afl | libfuzzer | replay FILE...");
        return 2;
}

static void Run(string text)
{
    FrontEnd.Run(text);
    FrontEnd.RunFragments(text);
}
