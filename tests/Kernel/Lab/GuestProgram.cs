using System.Reflection;

namespace TierPolicy.Kernel.Tests.Lab;

/// <summary>A program that runs in the machine, compiled ahead of time: it starts in a moment where all code is emulated.</summary>
internal static class GuestProgram
{
    /// <summary>Publishes what was built; nothing is done again that was not built anew.</summary>
    /// <param name="folder">The project's, below <c>tests</c>.</param>
    /// <param name="name">The program's.</param>
    public static string Publish(string folder, string name)
    {
        string configuration = typeof(GuestProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Configuration").Value!;
        string project = Repository.PathOf("tests", folder);
        string output = Path.Combine(project, "obj", "published");
        HostCommand.Run("dotnet", ["publish", project, "--no-build", "--configuration", configuration, "--output", output, "-tl:off", "-nodeReuse:false"]).Need($"Publishing {name}");
        return Path.Combine(output, name);
    }
}
