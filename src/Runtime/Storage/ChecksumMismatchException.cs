namespace TierPolicy.Storage;

/// <summary>A device gave back something else than was written to it.</summary>
internal sealed class ChecksumMismatchException() : IOException("the contents do not match their checksum: the device gave back something else than was written to it");
