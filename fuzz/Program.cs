using SharpFuzz;
using TierPolicy.Fuzz;

// README.md says how to use it.
switch (args)
{
    case ["afl"]:
        Fuzzer.OutOfProcess.Run((string text) => Run(text));
        return 0;
    case ["replay", .. string[] files] when files.Length > 0:
        foreach (string file in files)
        {
            Run(File.ReadAllText(file));
            Console.WriteLine($"{file}: fine");
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: afl | replay FILE...");
        return 2;
}

static void Run(string text)
{
    FrontEnd.Run(text);
    FrontEnd.RunFragments(text);
}
