using TierPolicy;
using TierPolicy.Kernel.Memory;

// What runs in the machine. Each prints what it found; what is not as promised throws.
switch (args)
{
    case ["demote", string migrator]:
        using (TieredMemory<Moved> memory = new(Labs.Options(migrator == "stable")))
        {
            Demotion.ToSlowNodeAndBack(memory);
        }

        return 0;
    case ["file"]:
        using (TieredMemory<Copied> memory = new(Labs.Options(stable: false)))
        {
            Demotion.ToFileAndBack(memory);
        }

        return 0;
    case ["offline", string migrator]:
        using (TieredMemory<Moved> memory = new(Labs.Options(migrator == "stable")))
        {
            Unplugging.EmptiesTheNode(memory);
        }

        return 0;
    case ["full", string migrator]:
        FullNode.IsLeftToOthers(migrator == "stable");
        return 0;
    case ["rate"]:
        Rates.Print();
        return 0;
    case ["compare", "plain"]:
        SideBySide.Plain();
        return 0;
    case ["compare", "runtime"]:
        SideBySide.Runtime();
        return 0;
    default:
        Console.Error.WriteLine("memory demote copying|stable | file | offline copying|stable | full copying|stable | rate | compare plain|runtime");
        return 2;
}
