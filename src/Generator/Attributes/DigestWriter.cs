using System.Security.Cryptography;

namespace TierPolicy.Generator.Attributes;

/// <summary>Makes one short text of many texts, so that others come to another one.</summary>
internal sealed class DigestWriter
{
    // Texts are digested one after the other: they take turns with one buffer.
    [ThreadStatic]
    private static byte[]? _kept;

    private byte[] _bytes = _kept ?? new byte[1 << 14];
    private int _length;

    public DigestWriter() => _kept = null;

    public void Add(string text)
    {
        int end = _length + ((text.Length + 1) * sizeof(char));
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        }

        foreach (char c in text)
        {
            Add(c);
        }

        // Texts end somewhere: "a", "bc" is not "ab", "c". No name has this character in it, nor what C# reads as anything.
        Add('\uffff');
    }

    public string Finish()
    {
        using SHA256 sha = SHA256.Create();
        string digest = Convert.ToBase64String(sha.ComputeHash(_bytes, 0, _length));
        _kept = _bytes;
        return digest;
    }

    private void Add(char c)
    {
        _bytes[_length++] = (byte)c;
        _bytes[_length++] = (byte)(c >> 8);
    }
}
