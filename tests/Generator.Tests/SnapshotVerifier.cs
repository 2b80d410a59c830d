// Stands in for Verify.Xunit and Verify.SourceGenerators, which the registry does not serve: their names, and their rules for files.
// To go over to the packages, delete this file.
global using VerifyTests;
global using static VerifyXunit.Verifier;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DiffEngine;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis;

namespace VerifyXunit
{
    /// <summary>Compares what a test made with files next to the test.</summary>
    public static class Verifier
    {
        public static SettingsTask Verify(
            GeneratorDriver driver,
            VerifySettings? settings = null,
            [CallerFilePath] string sourceFile = "",
            [CallerMemberName] string method = "") =>
            Verify(driver.GetRunResult(), settings, sourceFile, method);

        public static SettingsTask Verify(
            GeneratorDriverRunResult result,
            VerifySettings? settings = null,
            [CallerFilePath] string sourceFile = "",
            [CallerMemberName] string method = "") =>
            new(settings, current => new SnapshotComparison(current, sourceFile, method).Run(SnapshotTarget.Of(result)));
    }
}

namespace VerifyTests
{
    /// <summary>There for the sake of the package: it wants to be initialized once.</summary>
    public static class VerifySourceGenerators
    {
        public static bool Initialized { get; private set; }

        public static void Initialize() => Initialized = true;
    }

    public sealed class VerifyException(string message) : Exception(message);

    /// <summary>How files are named, and what of the text does not count.</summary>
    public sealed class VerifySettings
    {
        internal object?[]? Parameters { get; private set; }

        internal string? TextForParameters { get; private set; }

        internal string? Directory { get; private set; }

        internal string? MethodName { get; private set; }

        internal string? TypeName { get; private set; }

        internal bool IsAutoVerified { get; private set; }

        internal bool IsDiffDisabled { get; private set; }

        internal List<Func<string, string?>> LineScrubbers { get; } = [];

        public void UseParameters(params object?[] parameters) => Parameters = parameters;

        public void UseTextForParameters(string text) => TextForParameters = text;

        public void UseDirectory(string directory) => Directory = directory;

        public void UseMethodName(string name) => MethodName = name;

        public void UseTypeName(string name) => TypeName = name;

        /// <summary>Takes what was made for right.</summary>
        public void AutoVerify() => IsAutoVerified = true;

        public void DisableDiff() => IsDiffDisabled = true;

        public void ScrubLines(Func<string, bool> removeLine) => LineScrubbers.Add(line => removeLine(line) ? null : line);

        public void ScrubLinesContaining(params string[] texts) => ScrubLines(line => texts.Any(text => line.Contains(text, StringComparison.OrdinalIgnoreCase)));

        public void ScrubLinesWithReplace(Func<string, string?> replaceLine) => LineScrubbers.Add(replaceLine);

        public void ScrubEmptyLines() => ScrubLines(string.IsNullOrWhiteSpace);
    }

    /// <summary>Collects settings until it is awaited.</summary>
    public sealed class SettingsTask
    {
        private readonly VerifySettings _settings;
        private readonly Func<VerifySettings, Task> _verify;

        internal SettingsTask(VerifySettings? settings, Func<VerifySettings, Task> verify)
        {
            _settings = settings ?? new VerifySettings();
            _verify = verify;
        }

        public SettingsTask UseParameters(params object?[] parameters) => With(settings => settings.UseParameters(parameters));

        public SettingsTask UseTextForParameters(string text) => With(settings => settings.UseTextForParameters(text));

        public SettingsTask UseDirectory(string directory) => With(settings => settings.UseDirectory(directory));

        public SettingsTask UseMethodName(string name) => With(settings => settings.UseMethodName(name));

        public SettingsTask UseTypeName(string name) => With(settings => settings.UseTypeName(name));

        public SettingsTask AutoVerify() => With(settings => settings.AutoVerify());

        public SettingsTask DisableDiff() => With(settings => settings.DisableDiff());

        public SettingsTask ScrubLines(Func<string, bool> removeLine) => With(settings => settings.ScrubLines(removeLine));

        public SettingsTask ScrubLinesContaining(params string[] texts) => With(settings => settings.ScrubLinesContaining(texts));

        public SettingsTask ScrubLinesWithReplace(Func<string, string?> replaceLine) => With(settings => settings.ScrubLinesWithReplace(replaceLine));

        public SettingsTask ScrubEmptyLines() => With(settings => settings.ScrubEmptyLines());

        public static implicit operator Task(SettingsTask task) => task.ToTask();

        public Task ToTask() => _verify(_settings);

        public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

        private SettingsTask With(Action<VerifySettings> change)
        {
            change(_settings);
            return this;
        }
    }

    /// <summary>One file that a test makes.</summary>
    /// <param name="Name">What stands after <c>#</c> in the file's name; null: nothing.</param>
    /// <param name="Extension">The last part of the file's name.</param>
    /// <param name="Text">What the file holds.</param>
    internal sealed record SnapshotTarget(string? Name, string Extension, string Text)
    {
        /// <summary>The files that a generator made, by hint name, and before them what it had to say.</summary>
        public static SnapshotTarget[] Of(GeneratorDriverRunResult result)
        {
            if (result.Results.Select(one => one.Exception).FirstOrDefault(exception => exception is not null) is { } failure)
            {
                throw new VerifyException($"The generator failed: {failure}");
            }

            List<SnapshotTarget> targets = [];
            if (result.Diagnostics.Length > 0)
            {
                targets.Add(new SnapshotTarget(null, "txt", Describe(result.Diagnostics)));
            }

            IEnumerable<GeneratedSourceResult> sources = result.Results
                .SelectMany(one => one.GeneratedSources)
                .OrderBy(source => source.HintName, StringComparer.Ordinal);
            targets.AddRange(sources.Select(source => new SnapshotTarget(
                Path.GetFileNameWithoutExtension(source.HintName), "cs", $"//HintName: {source.HintName}\n{source.SourceText}")));
            return [.. targets];
        }

        private static string Describe(IReadOnlyCollection<Diagnostic> diagnostics)
        {
            StringBuilder text = new("{\n  Diagnostics: [\n");
            string separator = "";
            foreach (Diagnostic diagnostic in diagnostics)
            {
                text.Append(separator).Append("    {");
                string comma = "\n";
                foreach ((string key, string value) in Properties(diagnostic))
                {
                    if (value.Length > 0)
                    {
                        text.Append(comma).Append("      ").Append(key).Append(": ").Append(value);
                        comma = ",\n";
                    }
                }

                text.Append("\n    }");
                separator = ",\n";
            }

            return text.Append("\n  ]\n}").ToString();
        }

        private static IEnumerable<(string Key, string Value)> Properties(Diagnostic diagnostic)
        {
            DiagnosticDescriptor descriptor = diagnostic.Descriptor;
            yield return ("Id", diagnostic.Id);
            yield return ("Title", descriptor.Title.ToString(CultureInfo.InvariantCulture));
            yield return ("Severity", diagnostic.Severity.ToString());
            yield return ("WarningLevel", diagnostic.WarningLevel.ToString(CultureInfo.InvariantCulture));
            yield return ("Location", diagnostic.Location.GetMappedLineSpan().ToString());
            yield return ("Description", descriptor.Description.ToString(CultureInfo.InvariantCulture));
            yield return ("HelpLink", descriptor.HelpLinkUri);
            yield return ("MessageFormat", descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture));
            yield return ("Message", diagnostic.GetMessage(CultureInfo.InvariantCulture));
            yield return ("Category", descriptor.Category);
        }
    }

    /// <summary>Compares the files of one test with those that were verified.</summary>
    internal sealed class SnapshotComparison
    {
        private static readonly UTF8Encoding Utf8WithBom = new(encoderShouldEmitUTF8Identifier: true);

        private readonly VerifySettings _settings;
        private readonly string _directory;
        private readonly string _prefix;

        public SnapshotComparison(VerifySettings settings, string sourceFile, string method)
        {
            _settings = settings;
            string sourceDirectory = Path.GetDirectoryName(sourceFile)!;
            _directory = settings.Directory is null ? sourceDirectory : Path.Combine(sourceDirectory, settings.Directory);
            string type = Path.GetFileNameWithoutExtension(sourceFile);
            string parameters = settings.TextForParameters ?? (settings.Parameters is null ? "" : DescribeParameters(type, method, settings.Parameters));
            _prefix = $"{settings.TypeName ?? type}.{settings.MethodName ?? method}{(parameters.Length == 0 ? "" : "_" + parameters)}";
        }

        public async Task Run(SnapshotTarget[] targets)
        {
            Directory.CreateDirectory(_directory);
            foreach (string received in FilesOf("received"))
            {
                File.Delete(received);
            }

            HashSet<string> stale = [.. FilesOf("verified")];
            StringBuilder mistakes = new();
            foreach (SnapshotTarget target in targets)
            {
                string stem = Path.Combine(_directory, _prefix + (target.Name is null ? "" : "#" + target.Name));
                string verified = $"{stem}.verified.{target.Extension}";
                stale.Remove(verified);
                await Compare(Scrub(target.Text), $"{stem}.received.{target.Extension}", verified, mistakes);
            }

            foreach (string file in stale.Order(StringComparer.Ordinal))
            {
                if (_settings.IsAutoVerified)
                {
                    File.Delete(file);
                    continue;
                }

                mistakes.Append("Nothing makes this file any more, delete it: ").Append(Path.GetFileName(file)).Append('\n');
            }

            if (mistakes.Length > 0)
            {
                throw new VerifyException($"{_directory}\n{mistakes}");
            }
        }

        private async Task Compare(string text, string received, string verified, StringBuilder mistakes)
        {
            string? expected = File.Exists(verified) ? (await File.ReadAllTextAsync(verified)).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
            if (expected == text)
            {
                return;
            }

            if (_settings.IsAutoVerified)
            {
                await File.WriteAllTextAsync(verified, text, Utf8WithBom);
                return;
            }

            await File.WriteAllTextAsync(received, text, Utf8WithBom);
            mistakes.Append(expected is null ? "New: " : "Differs: ").Append(Path.GetFileName(verified)).Append('\n');
            if (expected is not null)
            {
                AppendDifference(mistakes, expected, text);
            }

            if (!_settings.IsDiffDisabled)
            {
                await DiffRunner.LaunchAsync(received, verified);
            }
        }

        private static void AppendDifference(StringBuilder text, string expected, string actual)
        {
            foreach (DiffPiece line in InlineDiffBuilder.Diff(expected, actual).Lines)
            {
                if (line.Type is ChangeType.Inserted or ChangeType.Deleted)
                {
                    text.Append(line.Type == ChangeType.Inserted ? "  + " : "  - ").Append(line.Text).Append('\n');
                }
            }
        }

        private string Scrub(string text)
        {
            IEnumerable<string> lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
            foreach (Func<string, string?> scrubber in _settings.LineScrubbers)
            {
                lines = lines.Select(scrubber).OfType<string>();
            }

            return string.Join('\n', lines).TrimEnd('\n');
        }

        private IEnumerable<string> FilesOf(string state) => Directory
            .EnumerateFiles(_directory, $"{_prefix}*.{state}.*")
            .Where(file => Path.GetFileName(file)[_prefix.Length] is '#' or '.');

        private static string DescribeParameters(string type, string method, object?[] values)
        {
            ParameterInfo[]? parameters = typeof(SnapshotComparison).Assembly.GetTypes()
                .Where(candidate => candidate.Name == type)
                .Select(candidate => candidate.GetMethod(method)?.GetParameters())
                .FirstOrDefault(found => found?.Length >= values.Length)
                ?? throw new VerifyException($"{type}.{method} has no {values.Length} parameters.");
            return string.Join('_', values.Select((value, i) => $"{parameters[i].Name}={Convert.ToString(value, CultureInfo.InvariantCulture)}"));
        }
    }
}
