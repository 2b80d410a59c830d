using System.Runtime.CompilerServices;
using System.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>Writes C# line by line: LF, four blanks an indentation level, no blank before an empty line or a directive.</summary>
internal sealed class CodeWriter
{
    // A file is written and done with before the next one: they take turns with one buffer, unless it has become a large one.
    private const int LargestKept = 1 << 18;

    [ThreadStatic]
    private static StringBuilder? _kept;

    private readonly StringBuilder _text;
    private int _level;

    public CodeWriter()
    {
        _text = _kept ?? new StringBuilder();
        _kept = null;
    }

    /// <summary>Where the next line goes.</summary>
    public int Position => _text.Length;

    public void Line() => _text.Append('\n');

    public void Line(string line) => _text.Append(' ', _level * 4).Append(line).Append('\n');

    /// <summary>Writes an interpolated line part by part.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref InterpolatedLine line) => line.End();

    /// <summary>Writes lines before what was written since, once it is known that they are needed.</summary>
    public void Insert(int position, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string indented = line.Length == 0 ? "\n" : new string(' ', _level * 4) + line + "\n";
            _text.Insert(position, indented);
            position += indented.Length;
        }
    }

    /// <summary>Writes a line at the very left, where preprocessor directives stand.</summary>
    public void Directive(string line) => _text.Append(line).Append('\n');

    public void Open(string header)
    {
        Line(header);
        Open();
    }

    public void Open()
    {
        Line("{");
        _level++;
    }

    /// <summary>Ends a block; an empty line at its end goes.</summary>
    public void Close(string end = "}")
    {
        if (_text.Length > 1 && _text[_text.Length - 1] == '\n' && _text[_text.Length - 2] == '\n')
        {
            _text.Length--;
        }

        _level--;
        Line(end);
    }

    public void Indent() => _level++;

    public void Outdent() => _level--;

    /// <summary>The file; the writer is done with.</summary>
    public string Finish()
    {
        string text = _text.ToString();
        if (_text.Capacity <= LargestKept)
        {
            _kept = _text.Clear();
        }

        return text;
    }

    /// <summary>The parts of an interpolated line on their way into the text. A number has no overload here: it would be written by the culture of the machine.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct InterpolatedLine
    {
        private readonly StringBuilder _text;

#pragma warning disable IDE0060 // The compiler passes the lengths.
        public InterpolatedLine(int literalLength, int formattedCount, CodeWriter writer) => _text = writer._text.Append(' ', writer._level * 4);
#pragma warning restore IDE0060

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(string? text) => _text.Append(text);

        public void AppendFormatted<T>(T value)
            where T : struct, Enum => _text.Append(value.ToString());

        public void End() => _text.Append('\n');
    }
}
