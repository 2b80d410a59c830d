namespace TierPolicy.Generator.Benchmarks;

/// <summary>As many annotated classes for the other generators, each in its manner.</summary>
internal static class PeerFiles
{
    public static IEnumerable<string> CreateMappers(int count) => Enumerable.Range(0, count).Select(i => CreateMapper(i, "Name"));

    public static string CreateMapper(int number, string property) =>
        $$"""
        namespace Acme.Mapped;

        public sealed class Source{{number}} { public int Id { get; set; } public string {{property}} { get; set; } = ""; public long Size { get; set; } public bool IsDirty { get; set; } public double Share { get; set; } }

        public sealed class Target{{number}} { public int Id { get; set; } public string {{property}} { get; set; } = ""; public long Size { get; set; } public bool IsDirty { get; set; } public double Share { get; set; } }

        [Riok.Mapperly.Abstractions.Mapper]
        public static partial class Mapper{{number}}
        {
            public static partial Target{{number}} Map(Source{{number}} source);
        }
        """;

    public static IEnumerable<string> CreateViewModels(int count) => Enumerable.Range(0, count).Select(i => CreateViewModel(i, "_name"));

    public static string CreateViewModel(int number, string field) =>
        $$"""
        using CommunityToolkit.Mvvm.ComponentModel;

        namespace Acme.Viewed;

        public sealed partial class ViewModel{{number}} : ObservableObject
        {
            [ObservableProperty] private int _id;
            [ObservableProperty] private string {{field}} = "";
            [ObservableProperty] private long _size;
            [ObservableProperty] private bool _isDirty;
            [ObservableProperty] private double _share;
        }
        """;
}
