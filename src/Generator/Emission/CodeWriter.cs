using System.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>Writes C# line by line: LF, four blanks an indentation level, no blank before an empty line or a directive.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>A writer for lines that go in here, once what stands before them is known.</summary>
    public CodeWriter Nested() => new() { _level = _level };

    public void Append(CodeWriter nested) => _text.Append(nested._text);

    public void Line() => _text.Append('\n');

    public void Line(string line) => _text.Append(' ', _level * 4).Append(line).Append('\n');

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

    public override string ToString() => _text.ToString();
}
