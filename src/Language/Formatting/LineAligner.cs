namespace TierPolicy.Language.Formatting;

/// <summary>Brings what is alike in neighbouring lines under each other. A blank line ends a neighbourhood; a comment does not.</summary>
internal static class LineAligner
{
    public static void Align(List<Line> lines)
    {
        foreach (List<Line> run in Runs(lines, (first, line) => first.Kind is not null && line.Kind == first.Kind && line.Depth == first.Depth))
        {
            AlignCells(run);
        }

        foreach (List<Line> run in Runs(lines, (first, line) => line.Depth == first.Depth))
        {
            AlignComments([.. run.Where(line => line.Comment.Length > 0 && !line.IsComment)]);
        }
    }

    private static IEnumerable<List<Line>> Runs(List<Line> lines, Func<Line, Line, bool> belongs)
    {
        List<Line> run = [];
        foreach (Line line in lines)
        {
            if (line.IsComment && !line.HasBlankLineBefore && run.Count > 0)
            {
                continue;
            }

            if (run.Count > 0 && (line.HasBlankLineBefore || !belongs(run[0], line)))
            {
                yield return run;
                run = [];
            }

            run.Add(line);
        }

        yield return run;
    }

    private static void AlignCells(List<Line> run)
    {
        if (run.Count < 2)
        {
            return;
        }

        string[][] before = [.. run.Select(line => (string[])line.Cells.Clone())];

        // Lines leave at the first cell that is about something else, and the others go on without them.
        List<Line> aligned = [.. run];
        for (int column = 0; aligned.Count > 1; column++)
        {
            aligned = [.. aligned.Where(line => line.Cells.Length > column + 1)];
            if (aligned.Count > 0 && aligned[0].Labels.Length > 0)
            {
                string label = aligned[0].Labels[column];
                if (aligned.Any(line => line.Labels[column] != label))
                {
                    break;
                }
            }

            int width = aligned.Select(line => line.Cells[column].Length).DefaultIfEmpty(0).Max();
            foreach (Line line in aligned)
            {
                line.Cells[column] = line.Cells[column].PadRight(width);
            }
        }

        // One long cell would push all others out of sight.
        if (run.Any(line => line.Width > Layout.LongestLine))
        {
            for (int i = 0; i < run.Count; i++)
            {
                before[i].CopyTo(run[i].Cells, 0);
            }
        }
    }

    private static void AlignComments(List<Line> run)
    {
        int column = run.Select(line => line.Width).DefaultIfEmpty(0).Max() + 2;
        foreach (Line line in run)
        {
            line.CommentPadding = column - line.Width;
        }
    }
}
