/// <summary>The compiler looks for .editorconfig and .globalconfig files in the folders of C# files, and above them.</summary>
internal static class Marker;
