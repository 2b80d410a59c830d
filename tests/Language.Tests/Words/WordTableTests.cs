using TierPolicy.Language.Model;
using TierPolicy.Language.Words;

namespace TierPolicy.Language.Tests.Words;

public sealed class WordTableTests
{
    [Fact]
    public void Every_place_has_words_and_every_word_has_a_meaning()
    {
        foreach (WordPlace place in Enum.GetValues<WordPlace>())
        {
            Assert.NotEmpty(WordTable.At(place));
        }

        Assert.All(WordTable.All, word => Assert.Matches(@"^[A-Z0-9`].*\.$", word.Meaning));
        Assert.All(WordTable.All.GroupBy(word => (word.Place, word.Text)), group => Assert.Single(group));
    }

    [Theory]
    [InlineData(WordPlace.NodeKind, typeof(NodeKind))]
    [InlineData(WordPlace.Codec, typeof(Codec))]
    [InlineData(WordPlace.Order, typeof(DemotionOrder))]
    [InlineData(WordPlace.Aging, typeof(Aging))]
    [InlineData(WordPlace.Admission, typeof(Admission))]
    [InlineData(WordPlace.DomainDemotion, typeof(DomainDemotion))]
    [InlineData(WordPlace.PageKind, typeof(PageKind))]
    public void Words_that_are_the_values_of_an_enum_stand_in_its_order(WordPlace place, Type type)
        => Assert.Equal(Enum.GetNames(type).Select(name => name.ToLowerInvariant()), WordTable.At(place).Select(word => word.Text));

    [Fact]
    public void Every_fact_that_a_condition_can_ask_is_there() => Assert.Equal(Enum.GetValues<Fact>().Length, WordTable.At(WordPlace.Fact).Count());
}
