using System;
using System.Collections.Generic;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class BarksTests
    {
        private ScriptedTransport transport;
        private Barks barks;
        private List<string> heard;

        [SetUp]
        public void Begin()
        {
            transport = new ScriptedTransport();
            heard = new List<string>();
            var connection = new Connection("http://npc", "", transport, () => 0, new Random(1));
            barks = new Barks(() => new Dialogue(connection), new Cast { PersonaId = "ada" });
        }

        private static string Line(string text)
        {
            return "{\"event\":{\"npcId\":\"ada\",\"completed\":{\"text\":\"" + text + "\"}}}";
        }

        [Test]
        public void EachLineIsHeardWhole()
        {
            Pending<Barked> pending = barks.Say("Rain.", 2, null, heard.Add);
            Assert.AreEqual("{\"personaId\":\"ada\",\"situation\":\"Rain.\",\"count\":2}", transport.Last.Request);
            transport.Last.Stream(Line("Wet again."), Line("Mind the puddle.")).EndMessage("{}");
            Assert.AreEqual("Wet again.|Mind the puddle.", string.Join("|", heard));
            Assert.AreEqual(new[] { "Wet again.", "Mind the puddle." }, pending.Result.Lines);
            Assert.IsNull(pending.Result.Failure);
        }

        [Test]
        public void WithoutAServerItIsSilent()
        {
            Pending<Barked> pending = barks.Say("Rain.", 1, null, heard.Add);
            transport.Last.End(TransportFault.Unreachable);
            Assert.AreEqual(0, pending.Result.Lines.Length);
            Assert.AreEqual("SERVER_UNREACHABLE", pending.Result.Failure.Reason);
        }

        [Test]
        public void WhenItIsGoneNoLineFollows()
        {
            Pending<Barked> pending = barks.Say("Rain.", 2, null, heard.Add);
            ScriptedExchange stream = transport.Last.Stream(Line("Wet again."));
            barks.Close();
            Assert.IsTrue(stream.Aborted);
            Assert.AreEqual(new[] { "Wet again." }, pending.Result.Lines);
            Assert.IsNull(pending.Result.Failure);
        }
    }
}
