using System.Diagnostics;
using System.Globalization;

namespace TierPolicy.Tool.Tests.Harness;

/// <summary>Chromium without a screen.</summary>
internal static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string? Path = Names
        .SelectMany(static name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(folder => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static bool IsThere => Path is not null;

    /// <summary>Opens a page, and lets its scripts run.</summary>
    /// <returns>The page as it is then, and what was said on its console.</returns>
    public static (string Page, string[] Console) Open(string file, int width, int height, bool dark)
    {
        using TemporaryFolder profile = new();
        ProcessStartInfo start = new(Path!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom", "--virtual-time-budget=10000",
            $"--user-data-dir={profile.Path}", string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}"), $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}", new Uri(file).AbsoluteUri,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> page = process.StandardOutput.ReadToEndAsync();
        string[] lines = process.StandardError.ReadToEnd().Split('\n');
        process.WaitForExit();
        return (page.GetAwaiter().GetResult(), [.. lines.Where(static line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
    }
}

/// <summary>A test for machines with a browser.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (!Browser.IsThere)
        {
            Skip = "A page is opened in Chromium, which is not there: apt-get install chromium";
        }
    }
}
