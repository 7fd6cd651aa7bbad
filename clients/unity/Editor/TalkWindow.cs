using System;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>Window > npcgen > Talk: a talk with a persona, without playing the scene.</summary>
    public sealed class TalkWindow : EditorWindow
    {
        internal const string UrlKey = "npcgen.talk.url";
        internal const string DefaultUrl = "http://127.0.0.1:8080";
        private const string PersonaKey = "npcgen.talk.persona";

        private string url = DefaultUrl;
        private string apiKey = "";
        private string personaId = "brannoch";
        private string line = "";
        private string said = "";
        private string problem = "";
        private Vector2 scroll;
        private Connection connection;
        private Talk talk;

        [MenuItem("Window/npcgen/Talk")]
        public static void Open()
        {
            GetWindow<TalkWindow>("Talk");
        }

        /// <summary>Opens it with a persona.</summary>
        internal static void Open(string persona)
        {
            TalkWindow window = GetWindow<TalkWindow>("Talk");
            window.personaId = persona;
            window.Leave();
        }

        private static double NowMs
        {
            get { return EditorApplication.timeSinceStartup * 1000; }
        }

        private void OnEnable()
        {
            url = EditorPrefs.GetString(UrlKey, DefaultUrl);
            personaId = EditorPrefs.GetString(PersonaKey, personaId);
            EditorApplication.update += Tick;
        }

        // Before scripts are compiled anew and before the window closes: no stream is left behind.
        private void OnDisable()
        {
            EditorApplication.update -= Tick;
            Leave();
        }

        private void OnGUI()
        {
            EditorGUI.BeginChangeCheck();
            url = EditorGUILayout.TextField("Server", url);
            apiKey = EditorGUILayout.PasswordField("Key", apiKey);
            personaId = EditorGUILayout.TextField("Persona", personaId);
            if (EditorGUI.EndChangeCheck())
            {
                EditorPrefs.SetString(UrlKey, url);
                EditorPrefs.SetString(PersonaKey, personaId);
                Leave();
            }
            PlainHttp.Draw(url);
            scroll = EditorGUILayout.BeginScrollView(scroll);
            EditorGUILayout.LabelField(said, EditorStyles.wordWrappedLabel);
            EditorGUILayout.EndScrollView();
            if (problem.Length > 0)
            {
                EditorGUILayout.HelpBox(problem, MessageType.Warning);
            }
            line = EditorGUILayout.TextField("You", line);
            if (talk != null && talk.State != TalkState.Idle)
            {
                if (GUILayout.Button("Cancel"))
                {
                    talk.Cancel();
                }
            }
            else if (GUILayout.Button("Say") && line.Length > 0)
            {
                Say();
            }
        }

        private void Say()
        {
            talk = talk ?? Begin();
            said += "You: " + line + "\n" + personaId + ": ";
            problem = "";
            var listener = new ReplyListener
            {
                OnText = text => Show(text),
                OnAction = action => Show(" [" + action.Name + " " + action.ArgumentsJson + "]"),
                OnEmotion = emotion => Show(" (" + emotion.Label + ")"),
                OnFailed = failure => problem = failure.ToString(),
                OnCompleted = _ => Show("\n"),
            };
            talk.Chat(line, null, listener);
            line = "";
        }

        private void Show(string text)
        {
            said += text;
            Repaint();
        }

        private Talk Begin()
        {
            connection = new Connection(url, apiKey, new UnityTransport(), () => NowMs, new System.Random());
            var cast = new Cast { PersonaId = personaId, PlayerName = "the designer" };
            var lines = new FallbackLines(Array.Empty<string>(), new System.Random());
            return new Talk(() => new Dialogue(connection), cast, lines, () => NowMs);
        }

        private void Leave()
        {
            talk?.Close();
            connection?.Close();
            talk = null;
            connection = null;
        }

        private void Tick()
        {
            connection?.Tick();
            talk?.Pump();
        }
    }
}
