using System.Text;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class EventReaderTests
    {
        private static DialogueEvent Read(string body)
        {
            return Read(new EventReader(), "{\"event\":{\"turnId\":\"t.1\",\"npcId\":\"ada\"," + body + ",\"sequence\":3}}");
        }

        private static DialogueEvent Read(EventReader reader, string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            return reader.Read(bytes, 0, bytes.Length);
        }

        [Test]
        public void ATextDeltaHasItsTextAndItsTurn()
        {
            var delta = (TextDelta)Read("\"textDelta\":{\"text\":\"caf\u00e9\"}");
            Assert.AreEqual("caf\u00e9", delta.Text);
            Assert.AreEqual("t.1", delta.TurnId);
            Assert.AreEqual("ada", delta.NpcId);
            Assert.AreEqual(3, delta.Sequence);
            Assert.AreEqual("text_delta", delta.Kind);
        }

        [Test]
        public void TheWholeReplyHasItsFigures()
        {
            var completed = (Completed)Read(
                "\"completed\":{\"text\":\"Hm.\",\"finishReason\":\"FINISH_REASON_LENGTH\",\"usage\":{\"promptTokens\":203,"
                + "\"reusedTokens\":2,\"completionTokens\":17},\"timings\":{\"queueMs\":144.5,\"tokensPerS\":100},\"fallbackReason\":\"X\"}");
            Assert.AreEqual(FinishReason.Length, completed.FinishReason);
            Assert.AreEqual(203, completed.Usage.PromptTokens);
            Assert.AreEqual(17, completed.Usage.CompletionTokens);
            Assert.AreEqual(144.5, completed.Timings.QueueMs);
            Assert.AreEqual("X", completed.FallbackReason);
        }

        [Test]
        public void AnActionKeepsItsArgumentsAsTheyCame()
        {
            var action = (ActionChosen)Read("\"action\":{\"actionId\":\"a1\",\"name\":\"give\",\"argumentsJson\":\"{\\\"item\\\": 1}\"}");
            Assert.AreEqual("{\"item\": 1}", action.ArgumentsJson);
        }

        [Test]
        public void AKindThatIsNewerIsHandedOn()
        {
            var unknown = (UnknownEvent)Read("\"gesture\":{\"name\":\"wave\",\"deep\":[1,{}]}");
            Assert.AreEqual("gesture", unknown.Name);
            Assert.AreEqual("{\"name\":\"wave\",\"deep\":[1,{}]}", unknown.Json);
            Assert.AreEqual("unknown", unknown.Kind);
        }

        [Test]
        public void WhatANewerServerSaysBesideIsPassedOver()
        {
            var before = (TextDelta)Read("\"mood\":{},\"textDelta\":{\"text\":\"a\",\"more\":1}");
            var after = (TextDelta)Read("\"textDelta\":{\"text\":\"a\"},\"mood\":7");
            Assert.AreEqual("a", before.Text + (after.Text == "a" ? "" : "!"));
        }

        [Test]
        public void AFinishReasonThatIsNewerIsUnspecified()
        {
            Assert.AreEqual(FinishReason.Unspecified, ((Completed)Read("\"completed\":{\"finishReason\":\"FINISH_REASON_BORED\"}")).FinishReason);
            Assert.AreEqual(FinishReason.Cancelled, ((Completed)Read("\"completed\":{\"finishReason\":3}")).FinishReason);
        }

        [Test]
        public void AHeartbeatIsNoEvent()
        {
            Assert.IsNull(Read(new EventReader(), "{}"));
            Assert.IsNull(Read(new EventReader(), "{\"event\":null}"));
        }

        [Test]
        public void IdsThatRepeatAreOneString()
        {
            var reader = new EventReader();
            string json = "{\"event\":{\"turnId\":\"t.1\",\"npcId\":\"ada\",\"textDelta\":{\"text\":\"a\"}}}";
            Assert.AreSame(Read(reader, json).TurnId, Read(reader, json).TurnId);
        }

        [Test]
        public void AnotherShapeIsRefused()
        {
            foreach (string json in new[] { "[]", "{\"event\":[]}", "{\"event\":{\"textDelta\":\"a\"}}", "{} {}" })
            {
                Assert.Throws<JsonError>(() => Read(new EventReader(), json));
            }
        }
    }
}
