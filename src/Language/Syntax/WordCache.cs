namespace TierPolicy.Language.Syntax;

/// <summary>The strings of words that were seen lately: a file says the same few over and over, and so does the next one.</summary>
internal sealed class WordCache
{
    private const int MostWords = 512;
    private const int LongestWord = 32;

    private readonly string?[] _words = new string?[MostWords];

    public string Get(string text, int start, int length)
    {
        if (length > LongestWord)
        {
            return text.Substring(start, length);
        }

        uint hash = 2166136261;
        for (int i = start; i < start + length; i++)
        {
            hash = unchecked((hash ^ text[i]) * 16777619);
        }

        ref string? slot = ref _words[(hash ^ (hash >> 16)) & (uint)(_words.Length - 1)];
        if (slot is not { } word || word.Length != length || string.CompareOrdinal(word, 0, text, start, length) != 0)
        {
            slot = word = text.Substring(start, length);
        }

        return word;
    }
}
