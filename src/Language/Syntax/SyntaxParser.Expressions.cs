using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Syntax;

internal sealed partial class SyntaxParser
{
    /// <summary>How deeply a condition may nest: past what anyone writes, well before the stack ends, in the parser and after it.</summary>
    public const int DeepestNesting = 100;

    /// <summary>Parentheses and <c>not</c>s that are open: each costs a round of recursion.</summary>
    private int _nesting;

    private ExpressionSyntax ParseExpression() => ParseChain("or", TokenKind.OrOr, BinaryOperatorKind.Or);

    /// <summary>
    /// <c>a or b or …</c>, <c>a and b and …</c>. The tree is balanced, so that a chain of thousands is not thousands deep: for both
    /// operators grouping does not change what is true, nor the order in which operands are asked.
    /// </summary>
    private ExpressionSyntax ParseChain(string word, TokenKind foreign, BinaryOperatorKind kind)
    {
        bool isOr = kind == BinaryOperatorKind.Or;
        ExpressionSyntax first = isOr ? ParseChain("and", TokenKind.AndAnd, BinaryOperatorKind.And) : ParseNot();
        if (!AtWord(word) && !At(foreign))
        {
            return first;
        }

        List<ExpressionSyntax> operands = _scratch.Operands;
        List<BinaryOperatorSyntax> operators = _scratch.Operators;
        int start = operands.Count;
        int firstOperator = operators.Count;
        operands.Add(first);
        while (!_lost && (AtWord(word) || At(foreign)))
        {
            operators.Add(new BinaryOperatorSyntax(kind, Locate(TakeOperator(word))));
            operands.Add(isOr ? ParseChain("and", TokenKind.AndAnd, BinaryOperatorKind.And) : ParseNot());
        }

        ExpressionSyntax chain = Balance(start, operands.Count, firstOperator - start);
        operands.RemoveRange(start, operands.Count - start);
        operators.RemoveRange(firstOperator, operators.Count - firstOperator);
        return chain;
    }

    /// <param name="start">The first operand.</param>
    /// <param name="end">That after the last.</param>
    /// <param name="toOperator">How far from an operand the operator after it is.</param>
    private ExpressionSyntax Balance(int start, int end, int toOperator)
    {
        if (end - start == 1)
        {
            return _scratch.Operands[start];
        }

        int middle = (start + end) / 2;
        ExpressionSyntax left = Balance(start, middle, toOperator);
        ExpressionSyntax right = Balance(middle, end, toOperator);
        return new BinarySyntax(left, _scratch.Operators[middle - 1 + toOperator], right, Join(left.Location, right.Location));
    }

    /// <summary>Takes an operator, and says so if it is spelled as in C#.</summary>
    private Token TakeOperator(string spelling)
    {
        Token token = Advance();
        if (!Is(token, spelling))
        {
            _mistakes++;
            if (!_lost)
            {
                Diagnostic diagnostic = Diagnostic.Create(Descriptors.ForeignOperator, Locate(token), TextOf(token), spelling);
                _diagnostics.Report(diagnostic with { Replacement = spelling });
            }
        }

        return token;
    }

    private ExpressionSyntax ParseNot()
    {
        if (!AtWord("not") && !At(TokenKind.Exclamation))
        {
            return ParseComparison();
        }

        Token start = TakeOperator("not");
        if (!Enter(start))
        {
            return new MissingExpressionSyntax(Locate(start));
        }

        ExpressionSyntax operand = ParseNot();
        _nesting--;
        return Checked(new NotSyntax(operand, Join(Locate(start), operand.Location)));
    }

    private ExpressionSyntax ParseComparison()
    {
        ExpressionSyntax left = ParseSum();
        if (ComparisonAt(Current) is not { } kind)
        {
            return left;
        }

        BinaryOperatorSyntax @operator = TakeComparison(kind);
        ExpressionSyntax right = ParseSum(afterComparison: true);
        while (!_lost && ComparisonAt(Current) is { } next)
        {
            Report(Descriptors.ChainedComparison, TakeComparison(next).Location);
            ParseSum(afterComparison: true);
        }

        return Checked(new BinarySyntax(left, @operator, right, Join(left.Location, right.Location)));
    }

    private static BinaryOperatorKind? ComparisonAt(Token token) => token.Kind switch
    {
        TokenKind.EqualEqual or TokenKind.Equal => BinaryOperatorKind.Equal,
        TokenKind.NotEqual => BinaryOperatorKind.NotEqual,
        TokenKind.Less => BinaryOperatorKind.Less,
        TokenKind.LessOrEqual => BinaryOperatorKind.LessOrEqual,
        TokenKind.Greater => BinaryOperatorKind.Greater,
        TokenKind.GreaterOrEqual => BinaryOperatorKind.GreaterOrEqual,
        _ => null,
    };

    private BinaryOperatorSyntax TakeComparison(BinaryOperatorKind kind)
    {
        Token token = At(TokenKind.Equal) ? TakeOperator("==") : Advance();
        return new BinaryOperatorSyntax(kind, Locate(token));
    }

    private ExpressionSyntax ParseSum(bool afterComparison = false)
    {
        ExpressionSyntax left = ParseProduct(afterComparison);
        while (!_lost && (At(TokenKind.Plus) || At(TokenKind.Minus)))
        {
            BinaryOperatorKind kind = At(TokenKind.Plus) ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
            BinaryOperatorSyntax @operator = new(kind, Locate(Advance()));
            ExpressionSyntax right = ParseProduct(afterComparison: false);
            left = Checked(new BinarySyntax(left, @operator, right, Join(left.Location, right.Location)));
        }

        return left;
    }

    private ExpressionSyntax ParseProduct(bool afterComparison)
    {
        ExpressionSyntax left = ParseOperand(afterComparison);
        while (!_lost && (At(TokenKind.Star) || At(TokenKind.Slash)))
        {
            BinaryOperatorKind kind = At(TokenKind.Star) ? BinaryOperatorKind.Multiply : BinaryOperatorKind.Divide;
            BinaryOperatorSyntax @operator = new(kind, Locate(Advance()));
            ExpressionSyntax right = ParseOperand(afterComparison: false);
            left = Checked(new BinarySyntax(left, @operator, right, Join(left.Location, right.Location)));
        }

        return left;
    }

    private ExpressionSyntax ParseOperand(bool afterComparison)
    {
        switch (Current.Kind)
        {
            case TokenKind.Number:
                return new NumberExpressionSyntax(ParseNumber());

            case TokenKind.OpenParenthesis:
                return ParseParenthesized();

            // A domain may be called "and", but where a condition begins the word is a slip.
            case TokenKind.Identifier when !AtWord("when") && !AtWord("limit") && (afterComparison || (!AtWord("and") && !AtWord("or"))):
                NameSyntax name = ParseDottedName("a name");
                return At(TokenKind.OpenParenthesis) && !name.IsMissing ? ParsePredicate(name) : new NameExpressionSyntax(name);

            default:
                ReportExpected(afterComparison ? "a value" : "a condition");
                return new MissingExpressionSyntax(Locate(new TextSpan(Current.Start, 0)));
        }
    }

    private ExpressionSyntax ParseParenthesized()
    {
        Token start = Advance();
        if (!Enter(start))
        {
            return new MissingExpressionSyntax(Locate(start));
        }

        ExpressionSyntax inner = ParseExpression();
        _nesting--;
        Expect(TokenKind.CloseParenthesis, "')'");
        return Checked(new ParenthesizedSyntax(inner, LocateFrom(start)));
    }

    private PredicateSyntax ParsePredicate(NameSyntax method)
    {
        Advance();
        NameSyntax argument = ParseDottedName("'page'");
        Expect(TokenKind.CloseParenthesis, "')'");
        return new PredicateSyntax(method, argument, Join(method.Location, Locate(Previous)));
    }

    private bool Enter(Token token)
    {
        if (_nesting < DeepestNesting)
        {
            _nesting++;
            return true;
        }

        TooDeep(Locate(token));
        return false;
    }

    /// <summary>Arithmetic is a tree that leans to the left without any recursion of the parser: its height is looked at, too.</summary>
    private ExpressionSyntax Checked(ExpressionSyntax expression)
    {
        if (expression.Height <= 2 * DeepestNesting)
        {
            return expression;
        }

        TooDeep(expression.Location);
        return new MissingExpressionSyntax(expression.Location);
    }

    private void TooDeep(SourceLocation location)
    {
        Report(Descriptors.NestedTooDeeply, location, Invariant(DeepestNesting));
        _lost = true;
    }
}
