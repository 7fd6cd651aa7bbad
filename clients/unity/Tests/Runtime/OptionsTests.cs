using System.Collections.Generic;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class OptionsTests
    {
        private static string Written(ReplyOptions options)
        {
            return new JsonWriter().BeginObject().Options(options).EndObject().ToString();
        }

        [Test]
        public void WhatIsntSetIsntSent()
        {
            Assert.AreEqual("{}", Written(null));
            Assert.AreEqual("{\"limits\":{}}", Written(new ReplyOptions()));
        }

        [Test]
        public void LimitsAndSamplingHaveTheProtosNames()
        {
            var options = new ReplyOptions
            {
                Scene = "",
                MaxTokens = 40,
                TimeoutMs = 2000,
                FallbackLine = false,
                MaxTokensPerS = 12.5,
                Sampling = new Sampling { Seed = 4294967295, Temperature = 0.7, LogitBias = new Dictionary<string, double> { { " gold", -100 } } },
                MaxActions = 2,
            };
            Assert.AreEqual(
                "{\"scene\":\"\",\"limits\":{\"maxTokens\":40,\"timeoutMs\":2000,\"fallbackLine\":false,\"maxTokensPerS\":12.5},"
                + "\"sampling\":{\"seed\":4294967295,\"temperature\":0.7,\"logitBias\":{\" gold\":-100}},\"maxActions\":2}",
                Written(options));
        }

        [Test]
        public void TheGamesStateIsSentWhole()
        {
            var state = new GameState
            {
                Place = "the forge",
                Quests = new Dictionary<string, uint> { { "mine", 2 } },
                Items = new[] { "lamp" },
                Time = 3.5,
            };
            Assert.AreEqual(
                "{\"state\":{\"place\":\"the forge\",\"quests\":{\"mine\":2},\"items\":[\"lamp\"],\"time\":3.5},\"limits\":{}}",
                Written(new ReplyOptions { State = state }));
        }
    }
}
