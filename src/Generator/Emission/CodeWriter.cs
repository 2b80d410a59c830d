using System.Runtime.CompilerServices;

namespace TierPolicy.Generator.Emission;

/// <summary>Writes C# line by line: LF, four blanks an indentation level, no blank before an empty line or a directive.</summary>
internal sealed class CodeWriter
{
    // A file is written and done with before the next one: they take turns with one buffer, unless it has become a large one. It is an array
    // of our own, as a string builder copies itself when something is put into its middle.
    private const int LargestKept = 1 << 18;

    [ThreadStatic]
    private static char[]? _kept;

    private char[] _text;
    private int _level;

    public CodeWriter()
    {
        _text = _kept ?? new char[1 << 12];
        _kept = null;
    }

    /// <summary>Where the next line goes.</summary>
    public int Position { get; private set; }

    public void Line() => Append('\n');

    public void Line(string line)
    {
        BeginLine();
        Append(line);
        Append('\n');
    }

    /// <summary>Writes an interpolated line part by part.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref InterpolatedLine line) => line.End();

    /// <summary>Begins a line that is written piece by piece; its end is a piece, too.</summary>
    public void BeginLine() => Append(' ', _level * 4);

    /// <summary>Writes a piece of a line.</summary>
    public void Append(string? text)
    {
        if (text is not null)
        {
            MakeRoom(text.Length);
            text.CopyTo(0, _text, Position, text.Length);
            Position += text.Length;
        }
    }

    public void Append(char c)
    {
        MakeRoom(1);
        _text[Position++] = c;
    }

    /// <summary>Takes back a blank at the end of what was written.</summary>
    public void TrimEnd()
    {
        if (Position > 0 && _text[Position - 1] == ' ')
        {
            Position--;
        }
    }

    /// <summary>Writes lines before what was written since, once it is known that they are needed.</summary>
    public void Insert(int position, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string indented = line.Length == 0 ? "\n" : new string(' ', _level * 4) + line + "\n";
            MakeRoom(indented.Length);
            Array.Copy(_text, position, _text, position + indented.Length, Position - position);
            indented.CopyTo(0, _text, position, indented.Length);
            position += indented.Length;
            Position += indented.Length;
        }
    }

    /// <summary>Writes a line at the very left, where preprocessor directives stand.</summary>
    public void Directive(string line)
    {
        Append(line);
        Append('\n');
    }

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
        if (Position > 1 && _text[Position - 1] == '\n' && _text[Position - 2] == '\n')
        {
            Position--;
        }

        _level--;
        Line(end);
    }

    public void Indent() => _level++;

    public void Outdent() => _level--;

    /// <summary>The file; the writer is done with.</summary>
    public string Finish()
    {
        string text = new(_text, 0, Position);
        if (_text.Length <= LargestKept)
        {
            _kept = _text;
        }

        return text;
    }

    private void Append(char c, int count)
    {
        MakeRoom(count);
        for (int i = 0; i < count; i++)
        {
            _text[Position++] = c;
        }
    }

    private void MakeRoom(int count)
    {
        if (_text.Length - Position < count)
        {
            Array.Resize(ref _text, Math.Max(Position + count, 2 * _text.Length));
        }
    }

    /// <summary>The parts of an interpolated line on their way into the text. A number has no overload here: it would be written by the culture of the machine.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct InterpolatedLine
    {
        private readonly CodeWriter _writer;

#pragma warning disable IDE0060 // The compiler passes the lengths.
        public InterpolatedLine(int literalLength, int formattedCount, CodeWriter writer)
        {
            _writer = writer;
            writer.BeginLine();
        }
#pragma warning restore IDE0060

        public void AppendLiteral(string text) => _writer.Append(text);

        public void AppendFormatted(string? text) => _writer.Append(text);

        public void AppendFormatted<T>(T value)
            where T : struct, Enum => _writer.Append(value.ToString());

        public void End() => _writer.Append('\n');
    }
}
