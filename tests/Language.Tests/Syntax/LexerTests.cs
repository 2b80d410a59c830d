using CsCheck;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Tests.Syntax;

public class LexerTests
{
    [Theory]
    [InlineData("a -> b", "Identifier Arrow Identifier")]
    [InlineData("0-15, 8", "Number Minus Number Comma Number")]
    [InlineData("1_000 0.5% 3% 8GiB 256MiB/s 90ns", "Number Number Number Number Number Number")]
    [InlineData("a.b.C(page)", "Identifier Dot Identifier Dot Identifier OpenParenthesis Identifier CloseParenthesis")]
    [InlineData("<<=== >=>!=!", "Less LessOrEqual EqualEqual GreaterOrEqual Greater NotEqual Exclamation")]
    [InlineData("| || && = % + - * / : ; { }", "Bar OrOr AndAnd Equal PercentSign Plus Minus Star Slash Colon Semicolon OpenBrace CloseBrace")]
    [InlineData("\"a\\\"b\" \"cut", "String CutString")]
    [InlineData("a/**/b//c\nd /* e \n */", "Identifier Comment Identifier Comment Identifier Comment")]
    [InlineData("a /* b", "Identifier Bad")]
    [InlineData("größe _x1 名前", "Identifier Identifier Identifier")]
    [InlineData("a@$b", "Identifier Bad Identifier")]
    [InlineData("\ufeffa\u00a0b", "Identifier Identifier")]
    public void Text_is_cut_into_tokens(string text, string kinds)
        => Assert.Equal(kinds + " End", string.Join(' ', Lexer.Tokenize("x", text).Select(token => token.Kind)));

    [Fact]
    public void Between_tokens_there_is_nothing_but_white_space()
        => Gen.String[Gen.Char["ab0_.%/*\"\\ \n\r;{}()<>=-|&!@\u2028\ud800\udc00é\0"], 0, 60].Sample(text =>
        {
            int end = 0;
            foreach (Token token in Lexer.Tokenize("x", text))
            {
                Assert.True(token.Start >= end);
                Assert.True(string.IsNullOrWhiteSpace(text[end..token.Start]));
                Assert.True(token.Length > 0 || token.Kind == TokenKind.End);
                end = token.End;
            }

            Assert.Equal(text.Length, end);
        });
}
