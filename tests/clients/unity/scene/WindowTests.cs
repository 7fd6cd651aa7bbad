using System;
using System.Linq;
using System.Reflection;
using Npcgen.Editor;
using NUnit.Framework;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Scene
{
    /// <summary>The editor's windows and the sample, as somebody types and presses.</summary>
    public sealed class WindowTests
    {
        private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        private static readonly string Url = Environment.GetEnvironmentVariable("NPCGEN_URL");

        [SetUp]
        public void Begin()
        {
            System.Threading.SynchronizationContext.SetSynchronizationContext(new LoopContext());
            EditorGUILayout.Typed.Clear();
        }

        private static void Call(object window, string message)
        {
            window.GetType().GetMethod(message, Own).Invoke(window, null);
        }

        private static string Shown(object window)
        {
            GUILayout.Written.Clear();
            Call(window, "OnGUI");
            EditorApplication.update?.Invoke();
            return string.Join("\n", GUILayout.Written);
        }

        private static void Press(object window, string button)
        {
            GUILayout.Pressed = button;
            Call(window, "OnGUI");
            Assert.IsNull(GUILayout.Pressed);
        }

        private static TalkWindow Opened(string url)
        {
            var window = new TalkWindow();
            Call(window, "OnEnable");
            EditorGUILayout.Typed["Server"] = url;
            EditorGUILayout.Typed["You"] = "Good day.";
            Call(window, "OnGUI");
            return window;
        }

        [Test]
        public void TheTalkWindowShowsWhatIsSaid()
        {
            TalkWindow window = Opened(Url);
            Press(window, "Say");
            Assert.IsTrue(EngineLoop.Until(() => Shown(window).Split('\n')[0].StartsWith("You: Good day.")));
            Assert.IsTrue(EngineLoop.Until(() => Shown(window).Split('\n').Any(line => line.StartsWith("brannoch: ") && line.EndsWith("."))));
            Call(window, "OnDisable");
        }

        [Test]
        public void TheTalkWindowSaysWhatIsWrong()
        {
            TalkWindow window = Opened("http://127.0.0.1:1");
            Press(window, "Say");
            Assert.IsTrue(EngineLoop.Until(() => Shown(window).Contains("SERVER_UNREACHABLE")));
            Call(window, "OnDisable");
        }

        [Test]
        public void TheInspectorTakesAnAuthorsLines()
        {
            NpcClient client = new GameObject("client").AddComponent<NpcClient>();
            client.BaseUrl = Url;
            Npc npc = new GameObject("Brannoch").AddComponent<Npc>();
            npc.Configure(client, new Cast { PersonaId = "brannoch" });
            var inspector = new NpcInspector { target = npc, serializedObject = new SerializedObject() };
            inspector.serializedObject.FindProperty("personaId").stringValue = "brannoch";
            GUILayout.Pressed = "Take its fallback lines from the server";
            inspector.OnInspectorGUI();
            SerializedProperty lines = inspector.serializedObject.FindProperty("fallbackLines");
            Assert.IsTrue(EngineLoop.Until(() =>
            {
                EditorApplication.update?.Invoke();
                return lines.arraySize == 3;
            }));
            Assert.AreEqual("What? The bellows are loud.", lines.GetArrayElementAtIndex(0).stringValue);
            Call(inspector, "OnDisable");
        }

        [Test]
        public void TheSampleSpeaks()
        {
            NpcClient.InScene().BaseUrl = Url;
            FirstWords sample = new GameObject("sample").AddComponent<FirstWords>();
            EngineLoop.Frame(0);
            Npc npc = sample.GetComponent<Npc>();
            Assert.IsTrue(EngineLoop.Until(() => npc.State == TalkState.Idle));
            string[] first = Shown(sample).Split('\n');
            Assert.AreEqual("Brannoch Vale", first[0]);
            Assert.IsTrue(first[1].Length > 0);
            GUILayout.Typed = "And?";
            Press(sample, "Say");
            Assert.AreEqual("", Shown(sample).Split('\n')[1]);
            Assert.IsTrue(EngineLoop.Until(() => npc.State == TalkState.Idle));
            Assert.IsTrue(Shown(sample).Split('\n')[1].Length > 0);
            UnityEngine.Object.Destroy(sample.gameObject);
        }
    }
}
