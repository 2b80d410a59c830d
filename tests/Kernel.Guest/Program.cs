using TierPolicy.Kernel.Guest;
using TierPolicy.Tool.Kernel;
using TierPolicy.Tool.Probing;

// What runs in the machine.
switch (args)
{
    case ["probe"]:
        Machine machine = Machine.Read(new KernelFiles());
        Console.Write(TopologyText.Write("Machine", "", machine, Probe.Nodes(machine, [], null)));
        return 0;
    case ["verify", string path]:
        return Verify.Run(path);
    case ["record"]:
        return Recording.Print();
    default:
        Console.Error.WriteLine("guest probe | verify FILE | record");
        return 2;
}
