using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace TierPolicy.Tool.Pictures;

/// <summary>
/// Charts as one page that stands alone: it holds its script (Apache ECharts, see <c>ECharts/</c>) and its data, and forbids itself to load anything. The same charts give the same bytes.
/// </summary>
/// <param name="Title">What the page is about.</param>
/// <param name="Introduction">What was run, in a sentence.</param>
/// <param name="Figures">The figures in numbers: a row of headings, then a row a figure.</param>
/// <param name="Charts">The charts, from top to bottom.</param>
internal sealed partial record PicturePage(string Title, string Introduction, IReadOnlyList<IReadOnlyList<string>> Figures, IReadOnlyList<Chart> Charts)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The page as text.</summary>
    public string ToHtml()
    {
        string library = Resource("echarts.min.js");
        string script = Resource("page.js");
        StringBuilder html = new();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; script-src {HashOf(library)} {HashOf(script)}">
            <title>{Encode(Title)}</title>
            <style>
            {Resource("page.css")}</style>
            </head>
            <body>
            <header>
            <h1>{Encode(Title)}</h1>
            <p>{Encode(Introduction)}</p>
            <noscript><p>The charts, and their data, are drawn by a script, which is switched off here.</p></noscript>
            </header>
            <main>

            """);
        AppendFigures(html);
        for (int i = 0; i < Charts.Count; i++)
        {
            bool isFirstOfPair = Charts[i].IsPaired && i + 1 < Charts.Count;
            html.Append(isFirstOfPair ? "<div class=\"pair\">\n" : "");
            AppendChart(html, i);
            if (isFirstOfPair)
            {
                AppendChart(html, ++i);
                html.Append("</div>\n");
            }
        }

        // The serializer's own encoder leaves no '<' in it, so that nothing in a name can end the element.
        html.Append(CultureInfo.InvariantCulture, $"""
            </main>
            <footer><p>Made by <code>tierpolicy simulate --html</code>: the policy's own code, run on virtual time over recorded accesses. Drawn with Apache ECharts, under the Apache License 2.0.</p></footer>
            <script type="application/json" id="data">{JsonSerializer.Serialize(Charts, Options)}</script>
            <script>{library}</script>
            <script>{script}</script>
            </body>
            </html>

            """);
        return html.ToString();
    }

    private void AppendFigures(StringBuilder html)
    {
        html.Append("<section aria-labelledby=\"figures\">\n<h2 id=\"figures\">In numbers</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"figures\">\n<table class=\"figures\">\n<thead><tr>");
        foreach (string heading in Figures[0])
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Encode(heading)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in Figures.Skip(1))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Encode(row[0])}</th>{string.Concat(row.Skip(1).Select(static cell => $"<td>{Encode(cell)}</td>"))}</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n</section>\n");
    }

    private void AppendChart(StringBuilder html, int number)
    {
        Chart chart = Charts[number];
        string id = IdOf(number);
        html.Append(CultureInfo.InvariantCulture, $"""
            <section aria-labelledby="{id}-title">
            <h2 id="{id}-title">{Encode(chart.Title)}</h2>
            <p id="{id}-summary">{Encode(WithUnitsBesideNumbers(chart.Summary))}</p>
            {(chart.Kind == ChartKind.Flows ? $"<ul class=\"key\" id=\"{id}-key\"></ul>\n" : "")}<div class="chart {Options.PropertyNamingPolicy!.ConvertName(chart.Kind.ToString())}" id="{id}" role="img" aria-labelledby="{id}-title" aria-describedby="{id}-summary"></div>
            <details>
            <summary>The data as a table</summary>
            <div class="scroll" id="{id}-table" tabindex="0" role="region" aria-labelledby="{id}-title"></div>
            </details>
            </section>

            """);
    }

    /// <summary>The id of the element of a chart, by its place.</summary>
    internal static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"chart-{number}");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>No line ends between a number and its unit.</summary>
    private static string WithUnitsBesideNumbers(string text) => UnitAfterNumber().Replace(text, "\u00A0");

    [GeneratedRegex(@"(?<=\d) (?=%|[num]?s\b|(?:[KMGT]i)?B\b)", RegexOptions.CultureInvariant)]
    private static partial Regex UnitAfterNumber();

    private static string HashOf(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The tool lacks its resource '{name}'.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
