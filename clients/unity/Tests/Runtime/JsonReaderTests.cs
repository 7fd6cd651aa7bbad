using System.Text;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class JsonReaderTests
    {
        internal static JsonReader Reader(string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            var reader = new JsonReader();
            reader.Reset(bytes, 0, bytes.Length);
            return reader;
        }

        [Test]
        public void AnObjectsFieldsComeInOrder()
        {
            JsonReader json = Reader(" {\"a\" : 1, \"b\": [true, null], \"c\": \"d\"} ");
            json.BeginObject();
            Assert.IsTrue(json.NextField() && json.FieldIs("a"));
            Assert.AreEqual(1, json.ReadDouble());
            Assert.IsTrue(json.NextField() && json.FieldIs("b"));
            json.Skip();
            Assert.IsTrue(json.NextField() && !json.FieldIs("b"));
            Assert.AreEqual("d", json.ReadString());
            Assert.IsFalse(json.NextField());
            json.End();
        }

        [Test]
        public void EscapesAreUnescaped()
        {
            Assert.AreEqual("a\"\\/\b\f\n\r\t\u00e9\ud83d\ude00b", Reader("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00b\"").ReadString());
        }

        [Test]
        public void NamesMayBeEscapedToo()
        {
            JsonReader json = Reader("{\"te\\u0078t\": 1}");
            json.BeginObject();
            Assert.IsTrue(json.NextField() && json.FieldIs("text"));
        }

        [Test]
        public void ATextThatRepeatsIsTheSameString()
        {
            string likely = "brannoch";
            Assert.AreSame(likely, Reader("\"brannoch\"").ReadString(likely));
            Assert.AreEqual("brannocks", Reader("\"brannocks\"").ReadString(likely));
        }

        [Test]
        public void NumbersAreExact()
        {
            foreach (string text in new[]
            {
                "0", "-0", "1", "-17.25", "0.1", "144.01624", "1e3", "2.5E-3", "1e22", "9007199254740993",
                "4294967295", "1.7976931348623157e308", "5e-324", "123456789012345678901234567890",
            })
            {
                double expected = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
                Assert.AreEqual(expected, Reader(text).ReadDouble());
            }
        }

        [Test]
        public void ProtobufsQuotedNumbersAreNumbers()
        {
            Assert.AreEqual(12, Reader("\"12\"").ReadUInt());
            Assert.IsTrue(double.IsNaN(Reader("\"NaN\"").ReadDouble()));
            Assert.AreEqual(double.NegativeInfinity, Reader("\"-Infinity\"").ReadDouble());
        }

        [Test]
        public void NullIsTheDefault()
        {
            Assert.AreEqual("", Reader("null").ReadString());
            Assert.AreEqual(0, Reader("null").ReadUInt());
            Assert.IsFalse(Reader("null").ReadBool());
        }

        [Test]
        public void WhatIsNoJsonIsRefused()
        {
            foreach (string text in new[]
            {
                "", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "\"a", "01", "1.", ".5", "+1", "-", "tru", "nul",
                "1e", "[1 2]", "{\"a\":1 \"b\":2}", "\"\u0001\"", "]", "NaN",
            })
            {
                Assert.Throws<JsonError>(() =>
                {
                    JsonReader json = Reader(text);
                    json.Skip();
                    json.End();
                });
            }
        }

        [Test]
        public void HalfACharacterIsRefused()
        {
            Assert.Throws<JsonError>(() => Reader("\"\\ud83d\"").ReadString());
            Assert.Throws<JsonError>(() => Reader("\"\\ude00\\ud83d\"").ReadString());
            Assert.Throws<JsonError>(() => new JsonReader().Reset(new byte[] { (byte)'"', 0xc3, (byte)'"' }, 0, 3));
        }

        [Test]
        public void NestingHasALimit()
        {
            Assert.Throws<JsonError>(() => Reader(new string('[', 100) + new string(']', 100)).Skip());
        }

        [Test]
        public void AnotherTypeIsRefused()
        {
            Assert.Throws<JsonError>(() => Reader("12").ReadString());
            Assert.Throws<JsonError>(() => Reader("\"a\"").ReadDouble());
            Assert.Throws<JsonError>(() => Reader("-1").ReadUInt());
            Assert.Throws<JsonError>(() => Reader("1.5").ReadUInt());
            Assert.Throws<JsonError>(() => Reader("4294967296").ReadUInt());
        }

        [Test]
        public void WhatIsWrittenIsRead()
        {
            string text = "a\"\\\n\u0007\u00e9\ud83d\ude00";
            string json = new JsonWriter().BeginObject().Field(text).Text(text).Field("n").Number(0.1).EndObject().ToString();
            JsonReader reader = Reader(json);
            reader.BeginObject();
            Assert.IsTrue(reader.NextField());
            Assert.AreEqual(text, reader.FieldName());
            Assert.AreEqual(text, reader.ReadString());
            Assert.IsTrue(reader.NextField() && reader.FieldIs("n"));
            Assert.AreEqual(0.1, reader.ReadDouble());
            Assert.IsFalse(reader.NextField());
        }

        [Test]
        public void HalfAnEmojiOfAPlayerIsReplaced()
        {
            Assert.AreEqual("\"a\ufffdb\"", new JsonWriter().Text("a\ud83db").ToString());
        }
    }
}
