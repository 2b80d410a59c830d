using System.Globalization;
using Microsoft.Win32.SafeHandles;
using TierPolicy.Linux;

namespace TierPolicy.Nodes;

/// <summary>Maps what can be mapped without a page cache: a DAX device (Linux, <c>drivers/dax/device.c</c>), or a file on a DAX file system.</summary>
internal static class DaxMapping
{
    /// <summary>Where the kernel shows devices by their numbers.</summary>
    public const string DefaultDevices = "/sys/dev/char";

    /// <summary>Maps so many bytes of a device, or of a file that is made for it and whose name is taken away again.</summary>
    /// <param name="path">The device, or where to make the file.</param>
    /// <param name="bytes">Of the node's frames.</param>
    /// <param name="devices">Instead of <see cref="DefaultDevices"/>, for tests.</param>
    /// <exception cref="IOException">It cannot be mapped; the message says why, and what would do.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static MappedMemory Map(string path, long bytes, string devices = DefaultDevices)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder; give the path of a DAX device, or of a file to be made on a DAX file system");
        }

        return File.Exists(path) ? MapDevice(path, bytes, devices) : MapNewFile(path, bytes);
    }

    private static MappedMemory MapDevice(string path, long bytes, string devices)
    {
        FileKind kind = FileKind.Of(path);
        if (!kind.IsCharacterDevice)
        {
            throw new IOException("it is a file that exists already, and may be somebody's data: remove it, or give another path");
        }

        string shown = Path.Combine(devices, FormattableString.Invariant($"{kind.Device.Major}:{kind.Device.Minor}"));
        string subsystem = Path.Combine(shown, "subsystem");
        if (new DirectoryInfo(subsystem).ResolveLinkTarget(returnFinalTarget: false)?.Name != "dax")
        {
            throw new IOException($"it is no DAX device: '{subsystem}' does not lead to the dax bus. 'ls /sys/bus/dax/devices' shows those that the machine has");
        }

        long size = NumberIn(Path.Combine(shown, "size"));
        long align = NumberIn(Path.Combine(shown, "align"));
        long mapped = checked((bytes + align - 1) / align * align);
        if (mapped > size)
        {
            throw new IOException(FormattableString.Invariant($"the device has {size} bytes, and {mapped} are needed, spare frames and its alignment of {align} included. Set a smaller capacity in {nameof(TieredMemoryOptions.Capacities)}"));
        }

        SafeFileHandle device = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            if (!WriterLock.TryTake(device))
            {
                throw new IOException("the device is in use already, by another node or by another memory, of this process or of another one: they would overwrite each other's pages. Give each a device of its own");
            }

            return MappedMemory.Of(MemoryMap.Share(device, (nuint)mapped), (nuint)mapped, $"DAX device {path}", device);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private static MappedMemory MapNewFile(string path, long bytes)
    {
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw new IOException("there is no such device. 'ls /sys/bus/dax/devices' shows those that the machine has");
        }

        nuint mapped = (nuint)bytes;
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            try
            {
                // Asked before blocks are reserved. It is no file of ours yet that anybody could have data in.
                MemoryMap.Release(MemoryMap.ShareSynchronously(file, (nuint)Environment.SystemPageSize), (nuint)Environment.SystemPageSize);
                Reserve(path, file, bytes);
                return MappedMemory.Of(MemoryMap.ShareSynchronously(file, mapped), mapped, $"DAX file {path}, mapped with MAP_SYNC", file);
            }
            catch (KernelException error) when (error.Error is KernelException.NotSupported or KernelException.Invalid)
            {
                if (!FileKind.Of(path).IsDax)
                {
                    throw new IOException($"it is on no DAX file system ({error.Message}). Give a DAX device, such as /dev/dax0.0, or a file on a file system that is mounted with '-o dax'", error);
                }

                Reserve(path, file, bytes);
                return MappedMemory.Of(MemoryMap.Share(file, mapped), mapped, $"DAX file {path}, mapped without MAP_SYNC, which its file system has not", file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
        finally
        {
            // While it is mapped it needs no name, and not even a killed process leaves it behind.
            File.Delete(path);
        }
    }

    /// <summary>Blocks that cannot be had show at once, and not as a fault in the middle of a demotion.</summary>
    private static void Reserve(string path, SafeFileHandle file, long bytes)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder && new DriveInfo(folder).AvailableFreeSpace is long free && free < bytes)
        {
            throw new IOException(FormattableString.Invariant($"the file system has {free} bytes free, and {bytes} are needed, spare frames included"));
        }

        FileBlocks.Reserve(file, bytes);
    }

    private static long NumberIn(string path)
    {
        string text = File.ReadAllText(path).Trim();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0
            ? number
            : throw new IOException($"'{path}' holds '{text}' and no number of bytes");
    }
}
