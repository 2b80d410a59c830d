using System.Text;

namespace TierPolicy.Tool.Sources;

/// <summary>Policy files are UTF-8 text.</summary>
internal static class PolicyText
{
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A string of the language, for text that may hold anything.</summary>
    public static string Quote(string text)
        => "\"" + string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) || c is '\u2028' or '\u2029' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";

    /// <summary>For editors, which show a file as it is: what is no UTF-8 becomes U+FFFD, which the lexer reports where it matters.</summary>
    public static string Read(string path) => Decode(path, Lenient);

    /// <summary>Null for what is no UTF-8 text: a byte would be lost, and of a binary file, or one in UTF-16, every character would be a mistake.</summary>
    public static string? ReadExactly(string path)
    {
        try
        {
            string text = Decode(path, Strict);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Whole or not at all: a reader, or a crash, never sees half a file.</summary>
    public static void WriteAtomically(string path, string text) => WriteAtomically([(path, text)]);

    /// <summary>The same for files that belong together: none is touched before all are there.</summary>
    public static void WriteAtomically(IReadOnlyList<(string Path, string Text)> files)
    {
        List<(string Temporary, string Target)> written = [];
        try
        {
            foreach ((string path, string text) in files)
            {
                // A link is written through, not replaced.
                string target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
                CheckPlace(path, target);
                string temporary = $"{target}.{Environment.ProcessId}.tmp";
                written.Add((temporary, target));
                if (File.Exists(target) && !OperatingSystem.IsWindows())
                {
                    // As the file was, so that nobody who could read it is locked out.
                    File.WriteAllText(temporary, "", Strict);
                    File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                }

                File.WriteAllText(temporary, text, Strict);
            }

            foreach ((string temporary, string target) in written)
            {
                File.Move(temporary, target, overwrite: true);
            }
        }
        finally
        {
            foreach ((string temporary, _) in written)
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Says it of the file that was asked for, not of the temporary one.</summary>
    private static void CheckPlace(string path, string target)
    {
        if (Directory.Exists(target))
        {
            throw new UsageException($"'{path}' is a folder; name the file to write in it");
        }

        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"'{path}' cannot be written: there is no folder '{folder}'");
        }
    }

    private static string Decode(string path, UTF8Encoding encoding)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        return encoding.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
    }
}
